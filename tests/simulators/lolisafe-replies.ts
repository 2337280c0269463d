// Answers of the lolisafe protocol: `{ success, description, code? }`, and pages where the server or its proxy fails.
import { html, json, type Reply } from './reply.ts'

export const success = (value: Record<string, unknown> = {}): Reply => json(200, { success: true, ...value })

/** A refusal with a sentence, 400 unless said. */
export const refuse = (description: string, status = 400): Reply => json(status, { success: false, description })

export const invalidToken = (): Reply => json(403, { success: false, description: 'Invalid token.', code: 10_001 })

/** The proxy before the host cuts bodies that are too large by itself. */
export const proxyTooLarge = (): Reply =>
  html(
    413,
    '<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>cloudflare</center></body></html>',
    { server: 'cloudflare' },
  )

/** What the host, or what stands before it, sends with a status. A 429 carries no Retry-After. */
export function lolisafeStatus(status: number): Reply {
  if (status === 401 || status === 403) return { ...invalidToken(), status }
  if (status === 404) return refuse('Not found.', 404)
  if (status === 413) return proxyTooLarge()
  if (status === 429) return refuse('Rate limit reached, please try again in a while.', 429)
  if (status < 500) return refuse('Bad request.', status)
  return html(
    status,
    `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status} Internal Server Error</h1></body></html>`,
  )
}
