// Shows what a WebDAV server keeps to everybody, as a web server before the same folder does: pages of folders, and files.
import type { WebdavPeer } from './webdav-peers.ts'
import { serveOnLoopback } from './peer.ts'

const decoded = (url: string | undefined) => decodeURIComponent(url ?? '/')

/** Starts it, and gives its base. */
export const servePublicly = (peer: WebdavPeer): Promise<string> =>
  serveOnLoopback((request, response) => {
    const path = decoded(request.url)
    const answer = async () => {
      const paths = await peer.paths()
      if (!paths.includes(path)) return response.writeHead(404).end()
      if (!path.endsWith('/')) return response.end(await peer.download(request.url ?? '/'))
      const inside = paths.filter((each) => each.startsWith(path) && each !== path)
      return response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(`<ul>${path}\n${inside.join('\n')}</ul>`)
    }
    answer().catch(() => response.destroy())
  })
