// A custom uploader of ShareX (`.sxcu`) as an entry of kind `form`. Source: getsharex.com/docs/custom-uploader, and ShareX's own reader of it.
import { z } from 'zod'

/** Something in the file that cannot be had here, with the place. */
export class SxcuFault extends Error {
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = path
  }
}

const text = z.string().nullish()
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const values = z.record(z.string(), value).nullish()

const sxcu = z.looseObject({
  Version: text,
  Name: text,
  DestinationType: text,
  RequestMethod: text,
  /** What the method was called before ShareX 12. */
  RequestType: text,
  RequestURL: z.string(),
  Parameters: values,
  Headers: values,
  Body: text,
  Arguments: values,
  FileFormName: text,
  Data: text,
  URL: text,
  DeletionURL: text,
  ErrorMessage: text,
  RegexList: z.array(z.string()).nullish(),
})

type Sxcu = z.infer<typeof sxcu>

/** Which line of the file tells what a setting of `form` was made from. */
const origins: Record<string, string> = {
  url: 'RequestURL',
  path: 'RequestURL',
  method: 'RequestMethod',
  headers: 'Headers',
  query: 'Parameters',
  body: 'Body',
  fields: 'Arguments',
  fileField: 'FileFormName',
  regexList: 'RegexList',
  link: 'URL',
  deletion: 'DeletionURL',
  error: 'ErrorMessage',
  name: 'Name',
}

/** The place in the `.sxcu` that a setting of `form` comes from. */
export const originOf = ([first = '', ...rest]: readonly PropertyKey[]): (string | number)[] => [
  origins[String(first)] ?? String(first),
  ...rest.map((key) => (typeof key === 'number' ? key : String(key))),
]

export type FormEntry = { name: string; url: string } & Record<string, unknown>

/**
 * Translates a custom uploader; the templates stay as they are.
 * @throws {SxcuFault} for what is no uploader of files, or cannot be sent here
 */
export function formEntryOf(given: unknown): FormEntry {
  const read = sxcu.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new SxcuFault(originOf(issue?.path ?? []), issue?.message ?? 'expected a custom uploader of ShareX')
  }
  const uploader = read.data
  takesFiles(uploader)
  const { origin, hostname, path } = addressOf(uploader.RequestURL)
  const body = bodyOf(uploader)
  const headers = Object.entries(uploader.Headers ?? {}).filter(
    ([name]) => body === 'binary' || name.toLowerCase() !== 'content-type',
  )
  return {
    name: (uploader.Name || hostname).slice(0, 60),
    url: origin,
    ...(path !== '/' && { path }),
    ...(methodOf(uploader) !== 'POST' && { method: methodOf(uploader) }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...filled('query', uploader.Parameters),
    ...(body === 'binary' ? { body } : filled('fields', uploader.Arguments)),
    ...(body === 'multipart' && uploader.FileFormName && { fileField: uploader.FileFormName }),
    ...(uploader.RegexList?.length && { regexList: uploader.RegexList }),
    ...(uploader.URL && { link: uploader.URL }),
    ...(uploader.DeletionURL && { deletion: uploader.DeletionURL }),
    ...(uploader.ErrorMessage && { error: uploader.ErrorMessage }),
  }
}

const filled = (name: string, pairs: Record<string, string> | null | undefined) =>
  pairs && Object.keys(pairs).length > 0 ? { [name]: pairs } : {}

function takesFiles({ DestinationType: type }: Sxcu): void {
  if (type && !/\b(none|image|file)/i.test(type)) throw new SxcuFault(['DestinationType'], 'it takes no files')
}

function methodOf({ RequestMethod, RequestType }: Sxcu): string {
  const method = (RequestMethod || RequestType || 'POST').toUpperCase()
  if (['POST', 'PUT', 'PATCH'].includes(method)) return method
  throw new SxcuFault([RequestMethod ? 'RequestMethod' : 'RequestType'], 'a file cannot be sent by this method')
}

/** Files of before ShareX 12.4 name no body and mean a form. */
function bodyOf({ Body }: Sxcu): 'multipart' | 'binary' {
  const body = (Body || 'MultipartFormData').toLowerCase()
  if (body === 'multipartformdata') return 'multipart'
  if (body === 'binary') return 'binary'
  throw new SxcuFault(['Body'], 'a body of this kind holds no file')
}

/** What is before the first slash has to be plain, since all else is judged by it. */
function addressOf(given: string): { origin: string; hostname: string; path: string } {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#{}$\\\s]+)([/?][^#]*)?$/i.exec(given.trim()) ?? []
  if (!URL.canParse(origin)) throw new SxcuFault(['RequestURL'], 'expected an http or https URL')
  return { origin, hostname: new URL(origin).hostname, path }
}
