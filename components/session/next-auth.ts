// Signing in and out. next-auth's own client would be ten times these two requests.

export type SignedIn =
  | { outcome: 'in' }
  /** Name and password do not belong together, or there is no such thing as a cookie in this browser. */
  | { outcome: 'refused' }
  /** Too many tries, or a fault of the server, which says what it was. */
  | { outcome: 'failed'; message: string }

const fault = 'EasyMirror could not do this. Try again.'

const textOf = (answer: unknown, field: string): string | null => {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, field) : null
  return typeof value === 'string' ? value : null
}

/** What a proxy answers in the server's place may be anything. */
const bodyOf = (answer: Response): Promise<unknown> => answer.json().catch(() => null)

/** A request that came without its cookie is sent back to where it came from, with a status as if all were well. */
const isUnproven = (body: unknown): boolean => textOf(body, 'url')?.includes('csrf=true') ?? false

/** @throws {TypeError} when the server does not answer */
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const csrfToken = textOf(await (await fetch('/api/auth/csrf')).json(), 'csrfToken') ?? ''
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/', json: 'true' }),
  })
}

/**
 * Signs in with one of next-auth's providers; the session comes as a cookie.
 * @throws {TypeError} when the server does not answer
 */
export async function signIn(provider: 'guest' | 'password', fields: Record<string, string> = {}): Promise<SignedIn> {
  const answer = await post(`callback/${provider}`, fields)
  if (answer.status === 401) return { outcome: 'refused' }
  const body = await bodyOf(answer)
  if (!answer.ok) return { outcome: 'failed', message: textOf(body, 'message') ?? fault }
  return isUnproven(body) ? { outcome: 'refused' } : { outcome: 'in' }
}

/** Ends the session of this browser. @throws {Error} when the server did not end it */
export async function signOut(): Promise<void> {
  const answer = await post('signout', {})
  if (!answer.ok || isUnproven(await bodyOf(answer))) throw new Error(fault)
}
