// What every procedure knows of the request that it answers.
import { randomUUID } from 'node:crypto'
import { getSession, type Session } from '#server/auth/session.ts'
import { baseUrl } from '#server/base-url.ts'

export type Context = {
  /** Stands in the log and in the sentence of an error that was not foreseen. */
  requestId: string
  headers: Headers
  /** Where the visitor sees this product; no trailing slash. */
  baseUrl: string
  /** Who asks, or null for a visitor. Looked up once, when a procedure wants to know. */
  session(): Promise<Session | null>
}

type Options = {
  headers: Headers
  /** Sends a cookie with the answer; left out where none can be sent, as by a page that is being rendered. */
  setCookie?: (cookie: string) => void
}

export function createContext({ headers, setCookie }: Options): Context {
  let looking: Promise<Session | null> | undefined
  const look = async () => {
    const session = await getSession(headers)
    const renewal = setCookie && (await session?.renew())
    if (renewal) setCookie(renewal)
    return session
  }
  return {
    requestId: randomUUID(),
    headers,
    baseUrl: baseUrl(headers),
    session: () => {
      looking ??= look()
      return looking
    },
  }
}
