// What every procedure knows of the request that it answers.
import { randomUUID } from 'node:crypto'
import { sentApiToken } from '#server/auth/api-tokens.ts'
import { type Bearer, getSession, getTokenSession, openSession, type Session } from '#server/auth/session.ts'
import { endedSessionCookie, usesSecureCookies } from '#server/auth/session-token.ts'
import { baseUrl } from '#server/base-url.ts'
import { currentRequestId } from '#server/request-id.ts'

export type Context = {
  /** Stands in the log and in the sentence of an error that was not foreseen. */
  requestId: string
  headers: Headers
  /** Where the visitor sees this product; no trailing slash. */
  baseUrl: string
  /**
   * Who asks, or null for a visitor. Looked up once, when a procedure wants to know.
   * @throws {AppError} UNAUTHORIZED for an API token that is not good, whatever cookie comes with it
   */
  session(): Promise<Session | null>
  /**
   * Gives the caller a new session with the answer, in the place of any other.
   * @returns its end
   * @throws {Error} where no cookie can be sent
   */
  startSession(bearer: Bearer): Promise<Date>
  /** Takes the caller's session away with the answer. @throws {Error} where no cookie can be sent */
  endSession(): void
}

type Options = {
  headers: Headers
  /**
   * Sends a cookie with the answer, in the place of one that was to be sent before; left out where none can be sent, as by a
   * page that is being rendered.
   */
  setCookie?: (cookie: string) => void
}

export function createContext({ headers, setCookie }: Options): Context {
  let looking: Promise<Session | null> | undefined
  const look = async () => {
    // Programs make calls; what a page shows is for a browser.
    const token = setCookie && sentApiToken(headers)
    if (token !== undefined) return getTokenSession(headers, token)
    const session = await getSession(headers)
    const renewed = setCookie && (await session?.renew())
    if (!session || !renewed) return session
    setCookie(renewed.cookie)
    return { ...session, endsAt: renewed.endsAt }
  }
  const send = (cookie: string) => {
    if (!setCookie) throw new Error('a page that is being rendered sends no cookie')
    setCookie(cookie)
  }
  return {
    requestId: currentRequestId() ?? randomUUID(),
    headers,
    baseUrl: baseUrl(headers),
    session: () => {
      looking ??= look()
      return looking
    },
    startSession: async (bearer) => {
      const { cookie, endsAt } = await openSession(headers, bearer)
      send(cookie)
      return endsAt
    },
    endSession: () => send(endedSessionCookie(usesSecureCookies(headers))),
  }
}
