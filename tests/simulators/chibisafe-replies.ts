// Chibisafe's refusals, in the shape that its web framework gives them, and the settings-dependent limits of an upload.
import { STATUS_CODES } from 'node:http'
import { json, type Reply } from './reply.ts'

/** A refusal with a status and a sentence. */
export const chibiRefuse = (statusCode: number, message: string): Reply =>
  json(statusCode, { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message })

const messages: Partial<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Only registered users are allowed to do that',
  403: 'This upload would put you over your storage quota',
  404: 'The file could not be found',
  413: 'The file is too big',
  500: 'Something went wrong',
}

/** What chibisafe sends with a status. */
export const chibiStatus = (status: number): Reply => chibiRefuse(status, messages[status] ?? `Refused with ${status}`)

/** What the storage behind chibisafe sends, in the network mode. */
export const storageRefuse = (status: number, code: string): Reply => ({
  status,
  body: {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
    type: 'application/xml',
  },
})
