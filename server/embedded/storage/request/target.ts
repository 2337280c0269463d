// What a request is aimed at: its bucket, key and query, decoded once from the raw URL that the client signed.
import { S3Error } from '#server/embedded/storage/errors.ts'

/** Query parameters by name, each with its values in the order in which they came. */
export type Query = ReadonlyMap<string, readonly string[]>

export type Target = {
  /** The path exactly as it was sent, prefix included, still encoded. */
  rawPath: string
  /** Empty for the service itself. */
  bucket: string
  /** Empty for the bucket itself. */
  key: string
  query: Query
}

const maximumKeyBytes = 1024

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new S3Error('InvalidURI', undefined, { cause })
  }
}

// In a query a plus is a space (so S3 reads it); in a path it is a plus.
const decodeQuery = (text: string): string => decode(text.replaceAll('+', ' '))

function parseQuery(text: string): Query {
  const query = new Map<string, string[]>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const split = pair.indexOf('=')
    const name = decodeQuery(split === -1 ? pair : pair.slice(0, split))
    const value = split === -1 ? '' : decodeQuery(pair.slice(split + 1))
    const values = query.get(name)
    if (values) values.push(value)
    else query.set(name, [value])
  }
  return query
}

/**
 * Reads a request's URL. The key is what stands after the bucket, decoded once and never normalised: `..`, `//` and a
 * trailing `/` are part of it.
 * @param url as `IncomingMessage.url` gives it
 * @param prefix path under which the storage is mounted, without a trailing slash
 * @throws {S3Error} InvalidURI, KeyTooLongError
 */
export function parseTarget(url: string, prefix: string): Target {
  const origin = /^https?:\/\/[^/?#]*/i.exec(url)
  const local = origin ? url.slice(origin[0].length) : url
  const mark = local.indexOf('?')
  const rawPath = (mark === -1 ? local : local.slice(0, mark)) || '/'
  const query = parseQuery(mark === -1 ? '' : local.slice(mark + 1))
  if (!rawPath.startsWith(prefix)) throw new S3Error('InvalidURI')
  const path = rawPath.slice(prefix.length)
  if (path !== '' && !path.startsWith('/')) throw new S3Error('InvalidURI')
  const slash = path.indexOf('/', 1)
  const bucket = decode(path.slice(1, slash === -1 ? undefined : slash))
  const key = slash === -1 ? '' : decode(path.slice(slash + 1))
  if (bucket === '' && key !== '') throw new S3Error('InvalidBucketName')
  if (Buffer.byteLength(key) > maximumKeyBytes)
    throw new S3Error('KeyTooLongError', undefined, {
      details: { Size: Buffer.byteLength(key), MaxSizeAllowed: maximumKeyBytes },
    })
  return { rawPath, bucket, key, query }
}

/** The first value of a query parameter; undefined when it is absent. */
export const queryValue = (query: Query, name: string): string | undefined => query.get(name)?.[0]
