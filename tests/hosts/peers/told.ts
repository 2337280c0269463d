// Makes false what a reply tells of a file where it is no JSON: in headers, and in elements of XML.
import type { FaultKind } from '#tests/simulators/fault.ts'
import type { Reply } from '#tests/simulators/reply.ts'

/** Names in lower case, of headers and of XML elements, these without their prefix. */
export type Told = { size: readonly string[]; digest: readonly string[]; id: readonly string[] }

/** What becomes of a value; null takes it away. */
type Change = (text: string) => string | null

const changes: Partial<Record<FaultKind, [what: keyof Told, change: Change]>> = {
  'wrong-size': ['size', (text) => String(Number(text) + 1)],
  'wrong-digest': ['digest', (text) => text.replaceAll(/[0-9a-f]/g, otherDigit)],
  'no-digest': ['digest', () => null],
  'missing-id': ['id', () => null],
}

const otherDigit = (digit: string): string => (Number.parseInt(digit, 16) ^ 1).toString(16)

/** Gives replies that tell a wrong size or digest, or no digest or address; null for any other fault. */
export const spoilTold =
  (told: Told) =>
  (kind: FaultKind, reply: Reply): Reply | null => {
    const [what, change] = changes[kind] ?? []
    return what && change ? changed(reply, told[what], change) : null
  }

function changed(reply: Reply, names: readonly string[], change: Change): Reply {
  const headers = Object.entries(reply.headers ?? {}).flatMap(([name, value]): [string, string][] => {
    const told = names.includes(name) ? change(value) : value
    return told === null ? [] : [[name, told]]
  })
  return { ...reply, headers: Object.fromEntries(headers), body: changedXml(reply.body, names, change) }
}

function changedXml(body: Reply['body'], names: readonly string[], change: Change): Reply['body'] {
  if (!('text' in body)) return body
  const text = body.text.replaceAll(
    /<((?:[\w-]+:)?([\w-]+))([^<>]*)>([^<>]+)<\/\1>/g,
    (element: string, ...[tag = '', name = '', attributes = '', inner = '']: string[]) => {
      if (!names.includes(name.toLowerCase())) return element
      const told = change(inner)
      return told === null ? '' : `<${tag}${attributes}>${told}</${tag}>`
    },
  )
  return { ...body, text }
}
