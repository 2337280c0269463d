// The download of the visitor's history, for spreadsheets or programs; chosen mirrors are named in a form, which may be long.
import { openHistoryExport } from '#server/pages/history-export.ts'
import { textOf } from '#server/pages/limited-text.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

const secret = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' }

async function send(params: URLSearchParams, { headers }: Request): Promise<Response> {
  const opened = await openHistoryExport(params, headers)
  if (opened.state === 'refused')
    return new Response(`${opened.sentence}\n`, { status: opened.status, headers: secret })
  const disposition = `attachment; filename="${opened.fileName}"`
  return new Response(opened.body, {
    headers: { ...secret, 'content-type': opened.type, 'content-disposition': disposition },
  })
}

export const GET = (request: Request): Promise<Response> => send(new URL(request.url).searchParams, request)

export async function POST(request: Request): Promise<Response> {
  const form = await textOf(request, 1024 ** 2)
  if (form === null) return new Response('These are too many at once.\n', { status: 413, headers: secret })
  return send(new URLSearchParams(form), request)
}
