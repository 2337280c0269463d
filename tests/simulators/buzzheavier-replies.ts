// BuzzHeavier's envelope `{ code, data }`, its errors, and the sentence with which it refuses a name.
import { html, json, plain, type Reply } from './reply.ts'

/** `code` is the status once more. */
export const told = (code: number, data?: unknown): Reply => json(code, data === undefined ? { code } : { code, data })

const messages: Partial<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Name already exists',
  411: 'Length required',
  413: 'File is too large',
  429: 'Too many requests',
  500: 'Internal error',
}

/** What comes with a status; other faults of the server come as its proxy's page. */
export function buzzStatus(code: number): Reply {
  const message = messages[code]
  return message === undefined ? html(code, `<h1>${code}</h1>`) : json(code, { code, message })
}

export const invalidName = (): Reply => plain(400, 'Name field is invalid')

const refusedInNames = /[\u0000-\u001f\u007f/\\]/

export const isName = (name: string): boolean =>
  name.trim() !== '' && name.length <= 255 && name !== '.' && name !== '..' && !refusedInNames.test(name)

/** The trap: a name with one of these is not refused by an answer, but by a reset in the middle of the body. */
export const breaksConnection = (name: string): boolean => /[#;]/.test(name)
