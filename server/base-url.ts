// Where a visitor sees this product.
import { env } from '#server/env.ts'

/** `https://mirror.example` and the like, without a trailing slash: APP_URL, or what the request says. */
export function baseUrl(headers: Headers): string {
  const { APP_URL, HOST, PORT } = env()
  if (APP_URL !== undefined) return APP_URL
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? `${HOST}:${PORT}`
  const protocol = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http'
  return `${protocol}://${host.split(',')[0]?.trim()}`
}
