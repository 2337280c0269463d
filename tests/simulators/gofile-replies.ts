// GoFile's envelope `{ status, data }`, and the HTTP status that each of its errors comes with.
import { html, json, type Reply } from './reply.ts'

const statuses: Record<string, number> = {
  'error-token': 401,
  'error-auth': 401,
  'error-notPremium': 401,
  'error-owner': 401,
  'error-notOwner': 401,
  'error-accountId': 403,
  'error-limits': 403,
  'error-notFound': 404,
  'error-rateLimit': 429,
}

export const ok = (data: unknown): Reply => json(200, { status: 'ok', data })

/** An error by its name, such as `error-notFound`; names of fields (`error-field…`) are 400. */
export const gofileError = (name: string): Reply => json(statuses[name] ?? 400, { status: name, data: {} })

const byStatus: Partial<Record<number, string>> = {
  400: 'error-field',
  401: 'error-token',
  403: 'error-limits',
  404: 'error-notFound',
  413: 'error-field-size',
  429: 'error-rateLimit',
}

/** What GoFile sends with a status; server faults come as a proxy's page. */
export const gofileStatus = (status: number): Reply => {
  const name = byStatus[status]
  return name
    ? { ...gofileError(name), status }
    : html(
        status,
        `<html><body><center><h1>${status} Error forwarding request to upload server</h1></center></body></html>`,
      )
}
