// The Range header, of which S3 answers one range.
import { S3Error } from '#server/embedded/storage/errors.ts'

/** Bytes `from` to `to` (exclusive). */
export type Range = { from: number; to: number }

/**
 * Reads a Range header. Undefined when there is none, when it is not of the form of one range (then the whole is answered).
 * @throws {S3Error} InvalidRange when no byte of the object is in it
 */
export function parseRange(header: string | undefined, size: number): Range | undefined {
  const found = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '')
  const [, first = '', last = ''] = found ?? []
  if (!found || (first === '' && last === '')) return undefined
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (from >= to)
    throw new S3Error('InvalidRange', undefined, {
      details: { RangeRequested: header ?? '', ActualObjectSize: size },
      headers: { 'Content-Range': `bytes */${size}` },
    })
  return { from, to }
}
