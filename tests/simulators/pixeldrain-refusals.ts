// PixelDrain's errors: `{ success: false, value, message }` with the status that its documentation gives each value.
import { json, type Reply } from './reply.ts'

const statuses = {
  authentication_required: 401,
  authentication_failed: 401,
  forbidden: 403,
  file_not_found: 404,
  list_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  file_too_large: 413,
  name_too_long: 413,
  title_too_long: 413,
  description_too_long: 413,
  too_many_files: 413,
  no_file: 422,
  json_parse_failed: 422,
  cannot_create_empty_list: 422,
  list_file_not_found: 422,
  internal: 500,
  writing: 500,
} as const

export type DrainValue = keyof typeof statuses

/** The refusal that PixelDrain gives under `value`. */
export const drainRefusal = (value: DrainValue, extra?: Record<string, string>): Reply =>
  json(statuses[value], {
    success: false,
    value,
    message: `Simulated: ${value.replaceAll('_', ' ')}.`,
    ...(extra ? { extra } : {}),
  })

const byStatus: Partial<Record<number, DrainValue>> = {
  401: 'authentication_failed',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'file_too_large',
  422: 'no_file',
  500: 'internal',
}

/** What PixelDrain, or the proxy before it, sends with a status: only its own errors are JSON, a 429 is none. */
export const drainStatus = (status: number): Reply => {
  const value = byStatus[status]
  if (value) return drainRefusal(value)
  return { status, body: { text: `${status} refused\n`, type: 'text/plain; charset=utf-8' } }
}
