// The files that say how the product is built, run and delivered, read as data.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

export type Yaml = string | null | Yaml[] | { [key: string]: Yaml }

const yaml: z.ZodType<Yaml> = z.lazy(() => z.union([z.string(), z.null(), z.array(yaml), z.record(z.string(), yaml)]))

const root = join(import.meta.dirname, '..', '..')

export const readText = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

/** A file of YAML whose scalars are all texts, as they stand there. @throws {Error} with its name when it is none */
export async function readYaml(path: string): Promise<Yaml> {
  const text = await readText(path)
  try {
    return yaml.parse(parse(text, { schema: 'failsafe' }))
  } catch (error) {
    throw new Error(path, { cause: error })
  }
}

export const readJson = async (path: string): Promise<unknown> => JSON.parse(await readText(path))

/** What stands at a path of keys and places in a list; undefined where there is nothing. */
export function at(value: Yaml | undefined, ...path: (string | number)[]): Yaml | undefined {
  return path.reduce<Yaml | undefined>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return Array.isArray(inner) ? inner[Number(key)] : inner[key]
  }, value)
}

/** The text at a path. @throws {Error} when something else stands there */
export function textAt(value: Yaml | undefined, ...path: (string | number)[]): string {
  const found = at(value, ...path)
  if (typeof found !== 'string') throw new Error(`There is no text at ${path.join(' → ')}.`)
  return found
}

/** A step of a workflow's job by its id. @throws {Error} when there is none */
export function stepOf(workflow: Yaml | undefined, job: string, id: string): Yaml {
  const steps = at(workflow, 'jobs', job, 'steps')
  const found = Array.isArray(steps) ? steps.find((step) => at(step, 'id') === id) : undefined
  if (found === undefined) throw new Error(`The job ${job} has no step ${id}.`)
  return found
}

/** The texts of a list, or of none. */
export const textsOf = (value: Yaml | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

export const keysOf = (value: Yaml | undefined): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []

/** Every value under this key, however deep. */
export function valuesOf(value: Yaml | undefined, key: string): Yaml[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, key))
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(inner, key)])
}

/** `.env.example` in its two parts: names with the values that are shown, for the product and for compose.yaml alone. */
export async function readExample(): Promise<{
  product: Map<string, string>
  compose: Map<string, string>
  lines: string[]
}> {
  const text = await readText('.env.example')
  const [product = '', compose = ''] = text.split(/^# --- compose\.yaml alone.*$/m)
  const settings = (part: string) =>
    new Map([...part.matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
  return { product: settings(product), compose: settings(compose), lines: text.split('\n') }
}
