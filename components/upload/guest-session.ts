// Makes this browser a guest at its first upload. next-auth's own client would be ten times these two requests.

/** Whether the browser has a session already; asking makes none. */
export async function hasSession(): Promise<boolean> {
  const answer = await fetch('/api/auth/session')
  const session: unknown = answer.ok ? await answer.json() : null
  return typeof session === 'object' && session !== null && 'user' in session
}

/**
 * Signs in with next-auth's `guest` provider; the session comes as a cookie.
 * @throws {Error} with a sentence to show, when the server did not make one
 */
export async function becomeGuest(): Promise<void> {
  const token: unknown = await (await fetch('/api/auth/csrf')).json()
  if (typeof token !== 'object' || token === null || !('csrfToken' in token) || typeof token.csrfToken !== 'string')
    throw refused()
  const answer = await fetch('/api/auth/callback/guest', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken: token.csrfToken, callbackUrl: '/', json: 'true' }),
  })
  if (!answer.ok) throw refused()
}

const refused = () => new Error('A guest session could not be made. Allow cookies for this page and try again.')
