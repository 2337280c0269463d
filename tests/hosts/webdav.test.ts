// The kind `webdav` against two servers that others wrote: `webdav-server`, by Basic and by Digest, and `nephele`.
import type { HostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { webdav } from '#server/hosts/webdav.ts'
import { Secret } from '#server/ids.ts'
import { freePort } from '#tests/support/free-port.ts'
import { describeHost, ofTheAccount, ofTheServer } from './describe-host.ts'
import { servePublicly } from './peers/public-files.ts'
import {
  startNephelePeer,
  startWebdavServerPeer,
  type WebdavPeer,
  type WebdavPeerOptions,
} from './peers/webdav-peers.ts'
import type { Bench, Subject } from './suite/subject.ts'

const common = commonSettings.parse({ id: 'dav', kind: 'webdav', name: 'Our folder', url: 'https://unused.example' })
const limit = 3_000_000

const open = (url: string, publicUrl: string, account: { user: string; password: string }) => (http: HostHttp) => {
  const known = { username: new Secret(account.user), password: new Secret(account.password) }
  return webdav(common, { url, account: known, publicUrl, checksums: false, http })
}

const benchWith =
  (start: (options: WebdavPeerOptions) => Promise<WebdavPeer>) =>
  async (kind: 'usual' | 'small'): Promise<Bench> => {
    const small = kind === 'small'
    const peer = await start(small ? { maxSize: limit } : {})
    const { user, password } = peer
    const publicUrl = await servePublicly(peer)
    return {
      ...peer,
      limit: small ? limit : null,
      seams: [64 * 1024],
      secrets: [password, Buffer.from(`${user}:${password}`).toString('base64')],
      adapter: open(peer.url, publicUrl, peer),
      unreachable: open(`http://127.0.0.1:${await freePort()}`, publicUrl, peer),
      wrongAccount: open(peer.url, publicUrl, { user, password: 'of nobody' }),
      async download({ url }) {
        return Buffer.from(await (await fetch(url)).arrayBuffer())
      },
    }
  }

const subject = {
  quote: '"',
  lacks: { digest: 'only ownCloud tells checksums' },
  means: { '200 with an error inside': 'unavailable' },
} satisfies Partial<Subject>

describeHost({ ...subject, title: 'WebDAV, on webdav-server', start: benchWith(startWebdavServerPeer) })

describeHost(
  {
    ...subject,
    title: 'WebDAV, on webdav-server by Digest',
    start: benchWith((options) => startWebdavServerPeer({ ...options, authentication: 'digest' })),
  },
  ofTheAccount,
)

describeHost({ ...subject, title: 'WebDAV, on nephele', start: benchWith(startNephelePeer) }, ofTheServer)
