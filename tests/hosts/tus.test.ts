// The kind `tus` against a tus server as its makers wrote it.
import type { HostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { tus } from '#server/hosts/tus.ts'
import { Secret } from '#server/ids.ts'
import { freePort } from '#tests/support/free-port.ts'
import { describeHost } from './describe-host.ts'
import { startTusPeer } from './peers/tus-peer.ts'

const common = commonSettings.parse({ id: 'uploads', kind: 'tus', name: 'Our uploads', url: 'https://unused.example' })
const key = 'a key of the tests'
const limit = 3_000_000

const open = (url: string) => (http: HostHttp) =>
  tus(common, { url, headers: { 'x-key': new Secret(key) }, linkTemplate: '{location}', pieceSize: 1000, http })

describeHost({
  title: 'tus',
  quote: '"',
  lacks: {
    reply: 'the offset in a header says whether all of the file came',
    'lost reply': 'the offset of an upload can be asked for',
    account: 'the protocol knows none',
    group: 'the protocol knows none',
  },
  means: { 'closed without a reply': 'retry', 'after the last byte': 'retry' },
  async start(kind) {
    const small = kind === 'small'
    const peer = await startTusPeer(small ? { maxSize: limit, relativeLocation: true } : {})
    return {
      ...peer,
      limit: small ? limit : null,
      seams: [64 * 1024],
      secrets: [key],
      adapter: open(peer.url),
      unreachable: open(`http://127.0.0.1:${await freePort()}/files`),
      download: ({ id }) => peer.download(id),
    }
  },
})
