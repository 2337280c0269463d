// Cyberfile's answers in YetiShare's envelope: what went wrong is told in `_status`, with HTTP 200.
import { html, json, type Reply } from './reply.ts'

/** Times as YetiShare writes them: `Y-m-d H:i:s`. */
export const dateTime = (at = new Date()): string => at.toISOString().slice(0, 19).replace('T', ' ')

export const succeeded = (response: string, value: Record<string, unknown> = {}): Reply =>
  json(200, { response, ...value, _status: 'success', _datetime: dateTime() })

/** A failure under the key that this installation uses for it, `_status` or `status`. */
export type Fail = (response: string) => Reply

export const failWith =
  (key: '_status' | 'status'): Fail =>
  (response) =>
    json(200, { [key]: 'error', response, _datetime: dateTime() })

const byStatus: Partial<Record<number, string>> = {
  400: 'Bad request.',
  401: 'Could not validate access_token and account_id, please reauthenticate or try again.',
  403: 'Access denied.',
  404: 'Could not find the requested endpoint.',
  405: 'Method not allowed.',
  429: 'Too many requests, please try again later.',
}

/** What Cyberfile sends with a status: its envelope for what the API says itself, a page of the server for the rest. */
export function cyberfileStatus(status: number): Reply {
  const response = byStatus[status]
  return response
    ? { ...failWith('_status')(response), status }
    : html(
        status,
        `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`,
      )
}

/** The file server behind the site did not answer: another try may go well. */
export const storageSilent = (): Reply =>
  failWith('_status')(
    'Error uploading file. No response received from: https://fs1.cyberfile.invalid/api/v2/file/upload',
  )
