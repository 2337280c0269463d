// Keeps the language that somebody chose, and leads back to where they were.
import { z } from 'zod'
import { LOCALE_COOKIE, locales } from '#components/messages/locales.ts'

const YEAR_SECONDS = 365 * 24 * 3600

const choice = z.object({ locale: z.enum(locales) })

export async function POST(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData())
  const chosen = choice.safeParse(Object.fromEntries(form))
  if (!chosen.success) return Response.json({ error: 'There is no such language.' }, { status: 400 })
  const cookie = `${LOCALE_COOKIE}=${chosen.data.locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
  const headers = { location: cameFrom(request.headers.get('referer')), 'set-cookie': cookie }
  return new Response(null, { status: 303, headers })
}

/** A path of this site, whatever the header says: it may be another site's, or nothing. */
function cameFrom(referer: string | null): string {
  const url = URL.parse(referer ?? '')
  return url ? `/${url.pathname.replace(/^\/+/, '')}${url.search}` : '/'
}
