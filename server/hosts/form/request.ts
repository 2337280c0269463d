// The request that takes a file to a host of kind `form`.
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, Source } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { Secret } from '#server/ids.ts'
import type { Filled } from './functions.ts'
import type { FormSettings } from './settings.ts'

export type FormHost = { base: string; settings: FormSettings; http: HostHttp }

/** Shorter values are words that a reply may hold by chance. In characters. */
const shortestSecret = 8

/** Any of what the operator wrote may be a key, so that no log shows it, alone or after a scheme. */
export const secretsOf = ({ raw }: FormSettings): Secret[] =>
  [raw.headers, raw.query, raw.fields]
    .flatMap((group) => Object.values(group))
    .flatMap((value) => [value, ...value.split(' ')])
    .filter((value) => value.length >= shortestSecret)
    .map((value) => new Secret(value))

function addressOf({ base, settings }: FormHost, filename: string): string {
  const { path, query } = settings.ready
  const url = new URL(base + (path({ filename, encode: pathSegment }) ?? ''))
  for (const [name, value] of query) url.searchParams.append(name, value({ filename }) ?? '')
  return url.href
}

/** Sends the file; gives the answer and the address that it came from. */
export async function sendFile(
  host: FormHost,
  source: Source,
  { signal }: Call,
): Promise<{ answer: Answer; url: string }> {
  const { raw, ready } = host.settings
  const filename = hostFileName(source.name)
  const filled = (pairs: readonly [string, Filled][], encode?: (text: string) => string) =>
    pairs.map(([name, value]): [string, string] => [name, value({ filename, ...(encode && { encode }) }) ?? ''])
  const url = addressOf(host, filename)
  const { contentType, ...body } =
    raw.body === 'multipart'
      ? multipartBody(filled(ready.fields), filePart(raw.fileField, source))
      : { contentType: mimeType(source.type), length: source.size, chunks: source.take() }
  const given = filled(ready.headers, encodeURIComponent).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ])
  const answer = await host.http.sendFile({
    method: raw.method,
    url,
    headers: {
      accept: '*/*',
      ...(raw.body === 'binary' && { 'content-type': contentType }),
      ...Object.fromEntries(given),
      ...(raw.body === 'multipart' && { 'content-type': contentType }),
    },
    body,
    signal,
    secrets: secretsOf(host.settings),
  })
  return { answer, url }
}
