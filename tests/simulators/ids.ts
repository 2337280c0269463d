// Random ids of the forms that hosts give.
import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `length` random characters of `[A-Za-z0-9]`. */
export const shortId = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
