// Whether a call may be on behalf of the visitor: other sites, and other names under the same domain, may not send it.
import { requestHost } from '#server/base-url.ts'
import { env } from '#server/env.ts'

/** Browsers that send `Sec-Fetch-Site` have compared the origins themselves. A page that was typed in has none. */
const OWN = new Set(['same-origin', 'none'])

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined)

/**
 * Compares where a request came from with where it went to. Programs send neither header and pass: they have no cookies of
 * somebody else's. The protocol is left out, since a proxy may not tell that it speaks TLS.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return OWN.has(site)
  const origin = headers.get('origin')
  if (origin === null) return true
  const from = hostOf(origin)
  const { APP_URL } = env()
  return from !== undefined && (from === requestHost(headers) || (APP_URL !== undefined && from === hostOf(APP_URL)))
}
