// What browsers are told to allow: nothing but our own scripts, no frames, and nobody else learns an address of ours.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { baseUrl } from '#server/base-url.ts'
import { ADDRESS_HEADER, addressOf } from '#server/client-address.ts'
import { runWithAnswer } from '#server/page-status.ts'
import { uploadOrigin } from '#server/storage/presign.ts'
import type { Handler } from './front.ts'

/** Next reads the nonce for its own scripts from the policy itself; our layout reads this one. */
const NONCE_HEADER = 'x-nonce'
const NONCE_BYTES = 16
const TWO_YEARS_SECONDS = 2 * 365 * 24 * 3600

type Policy = { nonce: string; uploads: string; https: boolean; dev: boolean }

/** Development compiles in the browser, which takes `eval`. */
const contentPolicy = ({ nonce, uploads, https, dev }: Policy): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${uploads}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')

const common = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // A share link is a secret of those who have it: other sites do not learn it from a click.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/**
 * Answers as the application does, with the headers for browsers. The request gets what the application reads from it, the
 * nonce and the client's address, in place of whatever the client itself sent under those names.
 */
export const secureApplication =
  (handle: Handler, { dev }: { dev: boolean }): Handler =>
  async (request, response) => {
    const base = baseUrl(headersOf(request))
    const https = base.startsWith('https:')
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    const policy = contentPolicy({ nonce, uploads: await uploadOrigin(base), https, dev })
    delete request.headers['content-security-policy-report-only']
    Object.assign(request.headers, {
      'content-security-policy': policy,
      [NONCE_HEADER]: nonce,
      [ADDRESS_HEADER]: addressOf(request),
    })
    setAll(response, { ...common, 'Content-Security-Policy': policy })
    if (https) response.setHeader('Strict-Transport-Security', `max-age=${TWO_YEARS_SECONDS}`)
    return runWithAnswer({ request, response }, () => handle(request, response))
  }

/** The storage's own answers are sandboxed; its objects are files to keep and never pages to show, whatever they say of themselves. */
export const secureStorage =
  (handle: Handler): Handler =>
  (request, response) => {
    setAll(response, { ...common, 'Content-Disposition': 'attachment' })
    return handle(request, response)
  }

function setAll(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

function headersOf({ headers }: IncomingMessage): Headers {
  const named = ['host', 'x-forwarded-host', 'x-forwarded-proto'].flatMap((name): [string, string][] => {
    const value = [headers[name] ?? []].flat().join(',')
    return value === '' ? [] : [[name, value]]
  })
  return new Headers(named)
}
