// The envelope of XFileSharing's API: the status stands in the JSON, and HTTP says 200.
import { html, json, type Reply } from './reply.ts'

/** Without milliseconds, as these sites tell the time. */
export const serverTime = (at = new Date()): string => at.toISOString().slice(0, 19).replace('T', ' ')

export const ok = (result: unknown, more: Record<string, unknown> = {}): Reply =>
  json(200, { status: 200, msg: 'OK', server_time: serverTime(), ...more, result })

/** An error, inside HTTP 200. */
export const envelopeError = (status: number, msg: string): Reply =>
  json(200, { status, msg, server_time: serverTime() })

/** What such a site sends with an HTTP status; of the server's own faults the proxy tells. */
export const xfsStatus = (status: number): Reply =>
  status < 500
    ? { ...envelopeError(status, `Refused with ${status}`), status }
    : html(status, `<html><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`)
