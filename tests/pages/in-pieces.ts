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
    return new Response(streamOf(await answer.text(), ends), { headers: kept })
  })

/** @throws {Error} when the page has none of what it is to pause after */
function streamOf(html: string, ends: readonly string[]): ReadableStream<Uint8Array> {
  let from = 0
  const pauses = ends.values()
  return new ReadableStream({
    async pull(controller) {
      const { done, value: end = '' } = pauses.next()
      const at = html.indexOf(end, from)
      if (at < 0) throw new Error(`The page has no ${end} after its first ${from} characters.`)
      const to = done === true ? html.length : at + end.length
      controller.enqueue(Buffer.from(html.slice(from, to)))
      from = to
      if (done === true) controller.close()
      else await wait(PAUSE_MILLISECONDS)
    },
  })
}
