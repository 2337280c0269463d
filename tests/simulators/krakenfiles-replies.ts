// KrakenFiles' envelope `{ status, data }`, whose status is the HTTP one, and the page that it shows while it is down.
import { html, json, type Reply } from './reply.ts'

export const told = (data: unknown): Reply => json(200, { status: 200, data })

/** A refusal with a sentence; the API's own are 500. */
export const refused = (message: string, status = 500): Reply => json(status, { status, data: { message } })

const noServers = 'No available servers. Please try again later.'

/** A refusal inside HTTP 200, that another try may not meet. */
export const refusedIn200 = (): Reply => json(200, { status: 500, data: { message: noServers } })

export const unavailable = (status = 503): Reply =>
  html(
    status,
    '<!DOCTYPE html><html><head><title>KrakenFiles</title></head><body><h1>Sorry, service unavailable.</h1></body></html>',
  )

export const proxyTooLarge = (): Reply =>
  html(
    413,
    '<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center></body></html>',
  )

/** What KrakenFiles, or what stands before it, sends with a status. */
export function krakenfilesStatus(status: number): Reply {
  if (status === 500) return refused(noServers)
  if (status === 413) return proxyTooLarge()
  if (status > 500) return unavailable(status)
  return refused(status === 404 ? 'Not found.' : 'Bad request.', status)
}
