// `npm run db:check`: the migrations make exactly the schema that the code uses, or this says what they lack.
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { runProgram } from './run-program.ts'

const root = join(import.meta.dirname, '..')
const migrations = join(root, 'db', 'migrations')
const artifacts = join(root, 'tests', '.artifacts')

/** What drizzle-kit would add: it is let loose on a copy, since it has no mode that only looks. */
async function missing(): Promise<string[]> {
  await mkdir(artifacts, { recursive: true })
  const copy = await mkdtemp(join(artifacts, 'migrations-'))
  const schema = join('db', 'schema', 'schema.ts')
  try {
    await cp(migrations, copy, { recursive: true })
    const before = new Set(await readdir(copy))
    const out = relative(root, copy)
    for (const command of [['check'], ['generate', '--schema', schema]]) {
      const args = [...command, '--dialect', 'postgresql', '--out', out]
      const { code, output } = await runProgram({ file: 'drizzle-kit', args, show: false })
      if (code !== 0) return [output.trim()]
    }
    return (await readdir(copy)).filter((name) => !before.has(name))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const found = await missing()
if (found.length > 0) {
  console.error(`The migrations do not make the schema: run "npm run db:generate".\n${found.join('\n')}`)
  process.exitCode = 1
}
