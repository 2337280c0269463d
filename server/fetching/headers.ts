// What the headers of an answer tell of a file: its size, where a piece of it lies, its type, and whether it is still the same.
import type { IncomingHttpHeaders } from 'node:http'

/** What a server calls this very state of a file; null where it does not tell. */
export type Validator = { etag: string | null; lastModified: string | null }

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : null

/** The length of the body, or null where that is not known, or is that of a packed one. */
export function lengthOf(headers: IncomingHttpHeaders): number | null {
  return isPacked(headers) ? null : whole(headers['content-length'])
}

/** Whether the body was compressed although nobody asked for it. */
export const isPacked = (headers: IncomingHttpHeaders): boolean => {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  return encoding !== '' && encoding !== 'identity'
}

/** `total` is null where the server does not tell it. */
export type ContentRange = { start: number; end: number; total: number | null }

/** Which bytes an answer has of how many, or null where it says nothing that can be understood. */
export function contentRangeOf(headers: IncomingHttpHeaders): ContentRange | null {
  const [, start, end, total] =
    /^bytes\s+(\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/i.exec(headers['content-range'] ?? '') ?? []
  if (start === undefined || end === undefined) return null
  return { start: Number(start), end: Number(end), total: whole(total) }
}

export function validatorOf({ etag, 'last-modified': lastModified }: IncomingHttpHeaders): Validator {
  // A weak one says that two files mean the same, not that they have the same bytes.
  const strong = etag !== undefined && /^"[^"]{1,1024}"$/.test(etag) ? etag : null
  return { etag: strong, lastModified: lastModified?.slice(0, 64) ?? null }
}

/** Whether both are surely of the same bytes. */
export function isSame(one: Validator, other: Validator): boolean {
  if (one.etag !== null || other.etag !== null) return one.etag === other.etag
  return one.lastModified !== null && one.lastModified === other.lastModified
}

/** The condition under which a server may go on in the middle, or null where nothing tells states of the file apart. */
export const conditionOf = ({ etag, lastModified }: Validator): string | null => etag ?? lastModified

/** A type that may go into headers of requests to hosts. */
export function typeOf(headers: IncomingHttpHeaders): string | undefined {
  const type = headers['content-type']?.trim()
  return type !== undefined && /^[\x20-\x7e]{1,255}$/.test(type) ? type : undefined
}
