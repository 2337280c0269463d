// The product over a network that delivers its pages piece by piece, as a slow one does.
import { setTimeout as wait } from 'node:timers/promises'
import { serveRoutes } from '#tests/support/web-server.ts'

/** Long enough for the browser to draw what it has. */
const PAUSE_MILLISECONDS = 400

/** Serves the product at `url` from another port; each page pauses after each of `ends`. Gives the new address, with no slash at the end. */
export const serveInPieces = (url: string, ends: readonly string[]): Promise<string> =>
  serveRoutes(() => async (request) => {
    const { pathname, search } = new URL(request.url)
    const headers = new Headers(request.headers)
    // What comes packed cannot be cut where it reads so.
    headers.set('accept-encoding', 'identity')
    for (const name of ['host', 'connection']) headers.delete(name)
    const answer = await fetch(url + pathname + search, { method: request.method, headers })
    if (!answer.headers.get('content-type')?.startsWith('text/html')) return answer
    const kept = new Headers(answer.headers)
    for (const name of ['content-length', 'transfer-encoding', 'connection']) kept.delete(name)
    return new Response(ReadableStream.from(piecesOf(await answer.text(), ends)), { headers: kept })
  })

async function* piecesOf(html: string, ends: readonly string[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const end of ends) {
    const to = html.indexOf(end, from) + end.length
    yield Buffer.from(html.slice(from, to))
    from = to
    await wait(PAUSE_MILLISECONDS)
  }
  yield Buffer.from(html.slice(from))
}
