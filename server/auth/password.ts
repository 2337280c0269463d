// Passwords as they are kept: argon2id hashes, which nothing turns back.
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { processWide } from '#server/process-wide.ts'

/** Characters (code points) of a password. */
export const LEAST_CHARACTERS = 8
export const MOST_CHARACTERS = 256

/** What OWASP's Password Storage Cheat Sheet asks for at least: 19 MiB, two passes, one lane. The library's default is argon2id. */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** One keyboard sends `é` as one code point and another as two: NFKC makes them the same password. */
const normalise = (password: string): string => password.normalize('NFKC')

const length = (password: string): number => Array.from(password).length

/** Whether it may be chosen: its characters are counted as code points, before they are normalised. */
export const isLongEnough = (password: string): boolean => length(password) >= LEAST_CHARACTERS
export const isShortEnough = (password: string): boolean => length(password) <= MOST_CHARACTERS

/** The hash of a password in PHC form, with a salt of its own. Takes some 30 ms of one core, outside the main thread. */
export const hashPassword = (password: string): Promise<string> => hash(normalise(password), COST)

/** The hash of something that nobody knows. */
const decoy = (): Promise<string> => processWide('decoy-hash', () => hashPassword(randomBytes(32).toString('hex')))

/**
 * Whether a password is the one that was hashed. Takes as long where there is no hash, so that the time of an answer does not
 * tell who has an account.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const instead = await decoy()
  // What nobody can have chosen need not be read to its end.
  const possible = password.length <= 2 * MOST_CHARACTERS
  const equal = await verify(kept ?? instead, normalise(possible ? password : ''))
  return equal && possible && kept !== null
}
