// What a name, an address or a password of an account may be, in sentences that stand beside the fields.
import { z } from 'zod'
import { isLongEnough, isShortEnough, LEAST_CHARACTERS, MOST_CHARACTERS } from '#server/auth/password.ts'
import { GUEST } from '#server/queries/delete-account.ts'

/**
 * Latin letters and digits only: letters of other scripts look like these, and two accounts must never look the same. It is
 * compared without regard to case.
 */
export const usernameSchema = z
  .string('Choose a username.')
  .trim()
  .min(3, 'A username has at least 3 characters.')
  .max(32, 'A username has at most 32 characters.')
  .regex(/^[a-z0-9._-]*$/i, 'A username has letters from a to z, digits, dots, hyphens and underscores only.')
  .refine((name) => name.toLowerCase() !== GUEST, 'This username is not to be had.')

/** Kept as it is typed, spaces and all; `server/auth/password.ts` says how it is counted. */
export const newPasswordSchema = z
  .string('Choose a password.')
  .refine(isLongEnough, `A password has at least ${LEAST_CHARACTERS} characters.`)
  .refine(isShortEnough, `A password has at most ${MOST_CHARACTERS} characters.`)

/** An empty field says that there is none. */
const emptied = (text: string): string | null => (text === '' ? null : text)

const personName = (what: string) =>
  z
    .string()
    .trim()
    .max(100, `A ${what} has at most 100 characters.`)
    .regex(/^\P{Cc}*$/u, `A ${what} has no control characters.`)
    .transform(emptied)
    .nullable()

export const firstNameSchema = personName('first name')
export const lastNameSchema = personName('last name')

const isEmail = z.email().max(254)

/** An e-mail address, or null for none. */
export const emailSchema = z
  .string()
  .trim()
  .refine((text) => text === '' || isEmail.safeParse(text).success, 'This is not an e-mail address.')
  .transform(emptied)
  .nullable()

/** Digits with what people write between them; it is kept as it is written. */
export const phoneSchema = z
  .string()
  .trim()
  .refine((text) => text === '' || /^\+?[\d ()./-]{3,31}$/.test(text), 'This is not a telephone number.')
  .transform(emptied)
  .nullable()
