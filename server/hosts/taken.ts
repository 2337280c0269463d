// Values that occur in hosts' replies, each with what we accept of it.
import { z } from 'zod'

/** A whole number of bytes, as a number or as its digits: hosts do both. */
export const byteCount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .pipe(z.int().nonnegative())

/** A host's id of something; safe in a path and in a log. */
export const remoteId = z.string().regex(/^[\w.-]{1,128}$/)

/** An address that may be shown to people. */
export const publicLink = z.url({ protocol: /^https?$/ })

/** A moment as seconds since 1970, or as a date; one without a zone is taken for UTC. */
export const moment = z
  .union([z.number(), z.string().regex(/\d{4}-\d\d-\d\d/)])
  .transform((told) => {
    if (typeof told === 'number') return new Date(told * 1000)
    const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(told)
    return new Date(hasZone ? told : `${told.trim().replace(' ', 'T')}Z`)
  })
  .pipe(z.date())

/** Hex of `bytes` bytes, lower-cased. */
export const hexDigest = (bytes: number) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

/** An id that is a number, given as one or as its digits. */
export const numericId = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String)
