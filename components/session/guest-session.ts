// Makes this browser a guest at its first upload.
import { signIn } from './next-auth.ts'

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
  const answer = await signIn('guest')
  if (answer.outcome === 'failed') throw new Error(answer.message)
  if (answer.outcome === 'refused')
    throw new Error('A guest session could not be made. Allow cookies for this page and try again.')
}
