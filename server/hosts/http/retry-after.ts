// How long a host asks us to stay away.

/** No host's wish is followed for longer, in milliseconds. */
const longest = 10 * 60_000

/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3), fractions of seconds included, since lolisafe sends those.
 * @returns milliseconds from now, 0 to 10 minutes, or undefined when there is none that makes sense
 */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  const value = header?.trim()
  if (!value) return undefined
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.min(Math.max(Math.ceil(ms), 0), longest) : undefined
}
