// The functions of a template, made ready once: what of them is allowed where, and what they give for a file and a reply.
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { jsonFinder, regexFinder } from './expressions.ts'
import { plainText, parseTemplate, type Template, TemplateFault } from './template.ts'

export type Context = {
  filename: string
  /** How a name is written where this text goes, an address say. */
  encode?: (text: string) => string
  /** What came back, and for which address. */
  reply?: { answer: Answer; url: string }
}

/** Gives the text; null where something that it should hold is not there. */
export type Filled = (context: Context) => string | null

type Place = { kind: 'request' | 'reply'; regexList: readonly string[] }
type Builder = (args: readonly Template[], filled: readonly Filled[], place: Place) => Filled

const responseText: Filled = ({ reply }) => reply?.answer.text ?? null

const json: Builder = (args, filled) => {
  const find = jsonFinder(plainText(args.at(-1), 'a JSONPath'))
  const input = args.length > 1 ? filled[0] : undefined
  return (context) => {
    const text = (input ?? responseText)(context)
    return text === null ? null : find(jsonOf({ text }))
  }
}

/** `{regex:pattern}`, `{regex:pattern|group}`, `{regex:input|pattern|group}`; a number for a pattern is one of the list. */
const regex: Builder = (args, filled, { regexList }) => {
  const [input, rest] = args.length > 2 ? [filled[0] ?? responseText, args.slice(1)] : [responseText, args]
  const given = plainText(rest[0], 'a regular expression')
  const listed = /^\d+$/.test(given) ? regexList[Number(given) - 1] : undefined
  if (/^\d+$/.test(given) && listed === undefined)
    throw new TemplateFault('the list of regular expressions has no such')
  const find = regexFinder(listed ?? given, rest[1] ? plainText(rest[1], 'a group') : '')
  return (context) => {
    const text = input(context)
    return text === null ? null : find(text)
  }
}

const header: Builder = (args) => {
  const name = plainText(args[0], 'the name of a header').toLowerCase()
  return ({ reply }) => {
    const value = reply?.answer.headers[name]
    return (Array.isArray(value) ? value[0] : value) ?? null
  }
}

/** Where the request went, or where the reply of it leads. */
function responseUrl({ reply }: Context): string | null {
  if (!reply) return null
  const { location } = reply.answer.headers
  if (location === undefined) return reply.url
  return URL.canParse(location, reply.url) ? new URL(location, reply.url).href : null
}

const random: Builder = (_, filled) => (context) => filled[Math.floor(Math.random() * filled.length)]?.(context) ?? null

const base64: Builder = (_, filled) => (context) => {
  const text = filled[0]?.(context) ?? null
  return text === null ? null : Buffer.from(text).toString('base64')
}

const ofReply: Record<string, Builder> = {
  json,
  regex,
  header,
  response: () => (context) => responseText(context)?.trim() ?? null,
  responseurl: () => responseUrl,
}

const anywhere: Record<string, Builder> = {
  filename:
    () =>
    ({ filename, encode }) =>
      encode?.(filename) ?? filename,
  random,
  base64,
}

const refused: Record<string, string> = {
  xml: 'reads XML, which is not supported: {regex:…} can',
  input: 'is for texts and links, and not for files',
  select: 'asks a person',
  prompt: 'asks a person',
  inputbox: 'asks a person',
  outputbox: 'shows a window',
}

/**
 * Makes a template ready.
 * @throws {TemplateFault} for what is not known, not supported, or has no place here
 */
export const fillerOf = (text: string, place: Place): Filled => together(parseTemplate(text), place)

function together(template: Template, place: Place): Filled {
  const parts = template.map((part): Filled => (typeof part === 'string' ? () => part : built(part, place)))
  return (context) => {
    const texts = parts.map((part) => part(context))
    return texts.includes(null) ? null : texts.join('')
  }
}

function built({ name, args }: { name: string; args: readonly Template[] }, place: Place): Filled {
  const reason = refused[name]
  if (reason !== undefined) throw new TemplateFault(`{${name}} ${reason}`)
  const builder = anywhere[name] ?? ofReply[name]
  if (!builder) throw new TemplateFault(`{${name}} is not known`)
  if (place.kind === 'request' && !anywhere[name])
    throw new TemplateFault(`{${name}} reads a reply, and there is none yet`)
  return builder(
    args,
    args.map((arg) => together(arg, place)),
    place,
  )
}

/** Whether a redirect is the reply that is waited for. */
export const readsResponseUrl = (text: string): boolean =>
  parseTemplate(text).some((part) => typeof part !== 'string' && part.name === 'responseurl')
