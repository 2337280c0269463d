// The kinds of value that an environment variable can have, each with the words for what was expected.
import { z } from 'zod'
import { Secret } from '#server/ids.ts'

export const text = z.string().min(1)
export const secret = text.transform((value) => new Secret(value))

const url = (protocols: RegExp, expected: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.test(new URL(value).protocol), expected)

/** Without a slash at its end. */
export const httpUrl = url(/^https?:$/, 'an http or https URL').transform((value) => value.replace(/\/+$/, ''))
export const postgresUrl = url(/^postgres(ql)?:$/, 'a postgres:// URL')

export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine(
      (value) => /^\d{1,16}$/.test(value) && Number(value) >= from && Number(value) <= to,
      `a whole number from ${from} to ${to}`,
    )
    .transform(Number)

export const flag = z
  .enum(['true', 'false', '1', '0'], 'true or false')
  .transform((value) => value === 'true' || value === '1')

/** Words with commas between them. */
export const words = (word: RegExp, expected: string) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((list) => list.every((part) => word.test(part)), expected)
