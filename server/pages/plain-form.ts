// Forms that a browser sends without a script: read, and answered with the way back.
import { isSmallCall } from '#server/auth/refused-sign-in.ts'
import { isSameOrigin } from '#server/trpc/same-origin.ts'

/** The fields of a form of our own pages by their names, or null for a call that is none: from elsewhere, too long, or no form. */
export async function readForm(request: Request): Promise<Record<string, unknown> | null> {
  if (!isSameOrigin(request.headers) || !isSmallCall(request.headers)) return null
  try {
    return Object.fromEntries(await request.formData())
  } catch {
    return null
  }
}

export const refusedForm = (): Response => new Response('This is no form of this site.\n', { status: 400 })

/** Sends the browser on to a page of ours; it comes with a GET, so that loading it again sends nothing twice. */
export function seeOther(path: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: path, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
