// What HOSTS_FILE tells of a host of kind `form`, with every template in it made ready or refused.
import { z } from 'zod'
import { extensionsRule } from '#server/hosts/extensions.ts'
import { type Filled, fillerOf, readsResponseUrl } from './functions.ts'
import { TemplateFault } from './template.ts'

const text = z.string().max(4000)
const texts = z.record(z.string().min(1).max(200), text)

/** Set by what sends the request, or no business of a single host. */
const ownHeaders = ['host', 'content-length', 'transfer-encoding', 'connection', 'expect']

const headers = z.record(z.string(), text.regex(/^[\t\x20-\x7e]*$/, 'expected plain ASCII'))

/** Why a header cannot be sent, or null. */
function headerFault(name: string): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) return 'is not the name of a header'
  return ownHeaders.includes(name.toLowerCase()) ? 'is set by EasyMirror' : null
}

const raw = z.strictObject({
  /** What follows `url`, as it is: a path with a slash at its end, a query, `{filename}`. */
  path: text.default(''),
  method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
  headers: headers.default({}),
  query: texts.default({}),
  body: z.enum(['multipart', 'binary']).default('multipart'),
  /** Fields of the form before the file, in their order. */
  fields: texts.default({}),
  fileField: z.string().min(1).max(200).default('file'),
  regexList: z.array(text).default([]),
  /** Where the file's address sits in the reply; the whole of it. */
  link: text.min(1).default('{response}'),
  deletion: text.min(1).exactOptional(),
  deletionMethod: z.enum(['GET', 'POST', 'DELETE']).default('GET'),
  /** What is there only in the reply to a file that was not taken. */
  error: text.min(1).exactOptional(),
  size: text.min(1).exactOptional(),
  md5: text.min(1).exactOptional(),
  sha1: text.min(1).exactOptional(),
  sha256: text.min(1).exactOptional(),
  /** The only extensions that are taken. */
  extensions: extensionsRule.exactOptional(),
})

type Raw = z.infer<typeof raw>

const ofReply = ['link', 'deletion', 'error', 'size', 'md5', 'sha1', 'sha256'] as const
const ofRequest = ['headers', 'query', 'fields'] as const

type Ready = Partial<Record<(typeof ofReply)[number], Filled>> & { link: Filled; path: Filled } & Record<
    (typeof ofRequest)[number],
    [name: string, value: Filled][]
  >

export type FormSettings = { raw: Raw; ready: Ready; followsRedirect: boolean }

type Report = (path: string[], message: string) => void

/** Makes the templates ready; `report` hears of each that is none. */
function readied(given: Raw, report: Report): Ready {
  const nothing: Filled = () => null
  const make = (kind: 'request' | 'reply', value: string, path: string[]): Filled => {
    try {
      return fillerOf(value, { kind, regexList: given.regexList })
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error
      report(path, error.message)
      return nothing
    }
  }
  const each = (group: (typeof ofRequest)[number]) =>
    Object.entries(given[group]).map(([name, value]): [string, Filled] => [name, make('request', value, [group, name])])
  const told = ofReply.map((name): [string, Filled | undefined] => {
    const value = given[name]
    return [name, value === undefined ? undefined : make('reply', value, [name])]
  })
  const ready: Partial<Record<string, Filled>> = Object.fromEntries(told)
  return {
    ...ready,
    link: ready['link'] ?? nothing,
    path: make('request', given.path, ['path']),
    headers: each('headers'),
    query: each('query'),
    fields: each('fields'),
  }
}

export const formSettings = raw.transform((given, context): FormSettings => {
  if (given.body === 'binary' && Object.keys(given.fields).length > 0)
    context.addIssue({ code: 'custom', path: ['fields'], message: 'a body of bytes alone has no fields' })
  if (given.path !== '' && !/^[/?]/.test(given.path))
    context.addIssue({ code: 'custom', path: ['path'], message: 'expected a "/" or a "?" first' })
  for (const name of Object.keys(given.headers)) {
    const message = headerFault(name)
    if (message !== null) context.addIssue({ code: 'custom', path: ['headers', name], message })
  }
  const faults: string[] = []
  const ready = readied(given, (path, message) => {
    faults.push(message)
    context.addIssue({ code: 'custom', path, message })
  })
  return { raw: given, ready, followsRedirect: faults.length === 0 && readsResponseUrl(given.link) }
})
