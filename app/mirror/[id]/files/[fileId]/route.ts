// The download of a copy that this server keeps: a redirect to the storage.
import { localCopyUrl } from '#server/pages/local-copy.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Params = { params: Promise<{ id: string; fileId: string }> }

export async function GET(request: Request, { params }: Params): Promise<Response> {
  const url = await localCopyUrl(await params, request.headers)
  // The address is signed for an hour, so nobody may keep the redirect.
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  if (url === null) return new Response('There is no such file here, or not any more.\n', { status: 404, headers })
  return new Response(null, { status: 302, headers: { ...headers, location: url } })
}
