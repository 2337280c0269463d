// Whether this instance can do its work: 200, or 503 with the parts that are down.
import { findDown } from '#server/pages/health.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const down = await findDown()
  const headers = { 'cache-control': 'no-store' }
  if (down.length === 0) return Response.json({ status: 'ok' }, { headers })
  return Response.json({ status: 'down', down }, { status: 503, headers })
}
