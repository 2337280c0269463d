// The secrets that were not given in the environment: made once, and kept in the data folder for its owner alone.
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Secret } from '#server/ids.ts'
import { StartError } from '#server/startup/start-error.ts'

const secret = z
  .string()
  .min(16)
  .transform((value) => new Secret(value))

const fileSchema = z.object({
  accessKeyId: z.string().min(16),
  secretAccessKey: secret,
  authSecret: secret,
  cronSecret: secret,
  databasePassword: secret,
})

export type Secrets = z.infer<typeof fileSchema>

/**
 * Reads `secrets.json` of a data folder, after making it where it is missing. Instances that start at once on one folder
 * all get the same secrets.
 * @throws {StartError} when the file cannot be read, made or understood
 */
export async function loadSecrets(directory: string): Promise<Secrets> {
  const path = join(directory, 'secrets.json')
  try {
    const kept = await readIfThere(path)
    if (kept !== undefined) return parse(path, kept)
    await makeOnce(path)
    return parse(path, await readFile(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    throw new StartError(`The secrets in ${path} cannot be read or made by this user.`, cause)
  }
}

const readIfThere = (path: string) =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })

/** Written whole beside its place, then linked into it: a reader sees all of it or nothing, and the first writer wins. */
async function makeOnce(path: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(freshValues(), null, 2)}\n`)
    await file.sync()
    await link(beside, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await file.close()
    await rm(beside, { force: true })
  }
}

/** Hexadecimal, so that each value stands in a URL, a header or a connection string as it is. */
const freshValues = () => ({
  accessKeyId: `EM${randomBytes(9).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(32).toString('hex'),
  authSecret: randomBytes(32).toString('hex'),
  cronSecret: randomBytes(32).toString('hex'),
  databasePassword: randomBytes(24).toString('hex'),
})

function parse(path: string, content: string): Secrets {
  const parsed = fileSchema.safeParse(parseJson(content))
  if (parsed.success) return parsed.data
  throw new StartError(`${path} is not what EasyMirror wrote: put the original back, or remove it to have new secrets.`)
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
