// Signing in and out through next-auth, as a program or a page without next-auth's client does it.
import { z } from 'zod'
import { cookiesOf } from './accounts.ts'
import { at, type Visitor } from './visitor.ts'

const csrfSchema = z.object({ csrfToken: z.string() })

/** Who asks: the product's URL, and the `Cookie` header that the browser has. */
export type Browser = { url: string; cookie?: string }

async function post({ url, cookie = '' }: Browser, path: string, fields: Record<string, string>): Promise<Response> {
  const asked = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = csrfSchema.parse(await asked.json())
  return fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: [cookie, cookiesOf(asked)].filter(Boolean).join('; ') },
    body: new URLSearchParams({ csrfToken, json: 'true', ...fields }),
  })
}

export type Credentials = { username: string; password: string }

/** The whole answer to a try to sign in. */
export const tryPassword = (browser: Browser, { username, password }: Credentials): Promise<Response> =>
  post(browser, 'callback/password', { username, password })

export const tryGuest = (browser: Browser): Promise<Response> => post(browser, 'callback/guest', {})

export const signOut = (browser: Browser): Promise<Response> => post(browser, 'signout', {})

/** The session cookie that an answer sets, as a `Cookie` header, or undefined where it sets none. */
export const sessionOf = (answer: Response): string | undefined =>
  /next-auth\.session-token=[^;]+/.exec(cookiesOf(answer))?.[0]

/** Somebody who has just signed in. @throws {Error} when they were not let in */
export async function signIn(browser: Browser, credentials: Credentials): Promise<Visitor> {
  const answer = await tryPassword(browser, credentials)
  const session = sessionOf(answer)
  if (session === undefined) throw new Error(`${credentials.username} was not let in: ${answer.status}`)
  return at(browser.url, session)
}

/** A guest who registers, and what they have to type from then on. */
export async function registerAt(guest: Visitor, username: string): Promise<Credentials> {
  const password = `the password of ${username}`
  await guest.call.account.register.mutate({ username, password })
  return { username, password }
}
