// Where a visitor sees this product.
import { env } from '#server/env.ts'

/** A name or an address with an optional port; anything else that stands in a header is not repeated in a link. */
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

const firstOf = (value: string | null) => value?.split(',')[0]?.trim()

/** The host that a request was sent to, as its headers say: `mirror.example` or `127.0.0.1:3000`. */
export function requestHost(headers: Headers): string {
  const { HOST: address, PORT } = env()
  const named = firstOf(headers.get('x-forwarded-host') ?? headers.get('host'))
  return named !== undefined && HOST.test(named) ? named : `${address}:${PORT}`
}

/** `https://mirror.example` and the like, without a trailing slash: APP_URL, or what the request says. */
export function baseUrl(headers: Headers): string {
  const { APP_URL } = env()
  if (APP_URL !== undefined) return APP_URL
  const protocol = firstOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http'
  return `${protocol}://${requestHost(headers)}`
}
