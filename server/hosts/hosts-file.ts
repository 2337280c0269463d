// HOSTS_FILE: the hosts of the operator's own, as a JSON list, each entry checked by its kind.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { takenIds } from './catalogue.ts'
import type { ConfiguredHost } from './kind.ts'
import { kinds } from './kinds.ts'

/** What is wrong with the file, as a line that names the place and never repeats a value. */
export class HostsFileFault extends Error {}

const entries = z.array(z.looseObject({ id: z.string(), kind: z.string() }))
const reference = z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) })

type Variables = (name: string) => string | undefined

/**
 * Reads the hosts of a file.
 * @param variables where `{ "env": "NAME" }` is looked up, so that no password has to stand in the file
 * @throws {HostsFileFault}
 */
export function readHostsFile(path: string, variables: Variables): ConfiguredHost[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new HostsFileFault('expected a file that can be read')
  }
  return parseHosts(text, variables)
}

/** @throws {HostsFileFault} */
export function parseHosts(text: string, variables: Variables): ConfiguredHost[] {
  const list = entries.safeParse(resolved(jsonOf(text), variables, 'the file'))
  if (!list.success) throw new HostsFileFault(`expected a list of hosts with "id" and "kind": ${describe(list.error)}`)
  const seen = new Set<string>(takenIds)
  return list.data.map((entry, at) => {
    const place = `entry ${at + 1}`
    if (seen.has(entry.id)) throw new HostsFileFault(`${place}: another host has its "id"`)
    seen.add(entry.id)
    const kind = kinds.find((one) => one.kind === entry.kind)
    if (!kind)
      throw new HostsFileFault(`${place}: expected "kind" to be one of ${kinds.map((one) => one.kind).join(', ')}`)
    try {
      return kind.read(entry)
    } catch (error) {
      if (error instanceof z.ZodError) throw new HostsFileFault(`${place}: ${describe(error)}`)
      throw error
    }
  })
}

const describe = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => (path.length > 0 ? `"${path.join('.')}": ${message}` : message)).join('; ')

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HostsFileFault('expected JSON')
  }
}

/** The value with each `{ "env": "NAME" }` in it replaced by what the variable holds. */
function resolved(value: unknown, variables: Variables, place: string): unknown {
  if (Array.isArray(value)) return value.map((item, at) => resolved(item, variables, `entry ${at + 1}`))
  if (typeof value !== 'object' || value === null) return value
  const { env: name } = reference.safeParse(value).data ?? {}
  if (name === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, variables, place)]))
  const found = variables(name)
  if (!found) throw new HostsFileFault(`${place}: ${name} is not set`)
  return found
}
