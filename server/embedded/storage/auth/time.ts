// The times in signatures, and how far they may be from ours.
import { S3Error } from '#server/embedded/storage/errors.ts'

/** How far a client's clock may be off, in milliseconds: S3 allows 15 minutes. */
export const allowedSkew = 15 * 60_000

/** Milliseconds since 1970 of `YYYYMMDDTHHMMSSZ`; undefined when it is not a time of that form. */
export function parseAmzDate(text: string): number | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second] = found
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}

/** `YYYYMMDDTHHMMSSZ` of a time in milliseconds since 1970. */
export const formatAmzDate = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** @throws {S3Error} RequestTimeTooSkewed when a request was signed more than 15 minutes from now */
export function checkSkew(time: number, date: string): void {
  const now = Date.now()
  if (Math.abs(now - time) > allowedSkew)
    throw new S3Error('RequestTimeTooSkewed', undefined, {
      details: {
        RequestTime: date,
        ServerTime: new Date(now).toISOString(),
        MaxAllowedSkewMilliseconds: allowedSkew,
      },
    })
}
