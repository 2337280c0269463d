// The parameters that all listings share.
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import { type Query, queryValue } from '#server/embedded/storage/request/target.ts'
import { element, type Markup } from '#server/embedded/storage/xml.ts'

const largestPage = 1000
const largestInteger = 2 ** 31 - 1

/** A count in the query, at most 1000. @throws {S3Error} InvalidArgument */
export function pageSize(query: Query, name: string): number {
  const text = queryValue(query, name)
  if (text === undefined || text === '') return largestPage
  if (/^-\d{1,9}$/.test(text))
    throw invalidArgument(`Argument ${name} must be an integer between 0 and ${largestInteger}`, name, text)
  if (!/^\d{1,10}$/.test(text) || Number(text) > largestInteger)
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
  return Math.min(Number(text), largestPage)
}

/** How keys are written in a listing: percent-encoded when the client asked for it. */
export type Encoding = { encode: (text: string) => string; markup: Markup[] }

const urlEncode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)

/** @throws {S3Error} InvalidArgument for another encoding than `url` */
export function listEncoding(query: Query): Encoding {
  const type = queryValue(query, 'encoding-type')
  if (type === undefined) return { encode: (text) => text, markup: [] }
  if (type !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type)
  return { encode: urlEncode, markup: [element('EncodingType', 'url')] }
}

/** The delimiter; undefined when there is none or it is empty. */
export const delimiterOf = (query: Query): string | undefined => queryValue(query, 'delimiter') || undefined
