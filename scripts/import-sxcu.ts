// `npm run hosts:import -- uploader.sxcu`: prints the entry of HOSTS_FILE for a custom uploader of ShareX.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { importSxcu } from '#server/hosts/sharex.ts'

const [path] = process.argv.slice(2)
if (path === undefined) {
  console.error('Usage: npm run hosts:import -- uploader.sxcu')
  process.exit(2)
}

const id = basename(path)
  .replace(/\.[^.]*$/, '')
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, '-')
  .replace(/^-+|-+$/g, '')
  .slice(0, 32)

function fail(message: string): never {
  console.error(`${basename(path ?? '')}: ${message}`)
  process.exit(1)
}

const text = await readFile(path, 'utf8').catch(() => fail('cannot be read'))
try {
  const { entry } = importSxcu(undefined, text, { id: id || 'sharex' })
  console.log(JSON.stringify(entry, null, 2))
} catch (error) {
  if (!(error instanceof z.ZodError)) throw error
  fail(error.issues.map(({ message }) => message).join('; '))
}
