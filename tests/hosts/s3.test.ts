// The kind `s3` against two servers that speak S3: the product's own storage, and `s3rver`.
import type { Host, Source, UploadCall } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { s3 } from '#server/hosts/s3.ts'
import { Secret } from '#server/ids.ts'
import { freePort } from '#tests/support/free-port.ts'
import { describeHost, ofTheServer } from './describe-host.ts'
import { type S3Peer, startOwnStoragePeer, startS3rverPeer } from './peers/s3-peers.ts'
import type { Bench, Subject } from './suite/subject.ts'

const MiB = 1024 ** 2
const common = commonSettings.parse({ id: 'bucket', kind: 's3', name: 'Our bucket', url: 'https://unused.example' })

type Opening = { peer: S3Peer; small: boolean; endpoint?: string; secret?: string; keyId?: string }

const open =
  ({ peer, small, endpoint = peer.url, secret = peer.secretAccessKey, keyId = peer.accessKeyId }: Opening) =>
  (http: HostHttp) =>
    s3(common, {
      endpoint,
      region: peer.region,
      bucket: peer.bucket,
      forcePathStyle: true,
      accessKeyId: new Secret(keyId),
      secretAccessKey: new Secret(secret),
      prefix: 'of/mirrors',
      publicUrl: null,
      http,
      ...(small && { singlePutLimit: 3 * MiB, partSizeFor: () => 5 * MiB }),
    })

const benchWith =
  (start: () => Promise<S3Peer>) =>
  async (kind: 'usual' | 'small'): Promise<Bench> => {
    const peer = await start()
    const small = kind === 'small'
    return {
      ...peer,
      limit: null,
      seams: small ? [3 * MiB, 10 * MiB] : [],
      secrets: [peer.secretAccessKey],
      adapter: open({ peer, small }),
      unreachable: open({ peer, small, endpoint: `http://127.0.0.1:${await freePort()}` }),
      wrongAccount: open({ peer, small, secret: 'of nobody', keyId: 'NOBODY' }),
      async download({ url }) {
        return Buffer.from(await (await fetch(url)).arrayBuffer())
      },
    }
  }

/**
 * `s3rver` adds to the name of each file on its disk, so that names near the limit of 255 bytes are too long for it; and it
 * keeps what came of a body that broke off, which S3 does not, and which is left out here.
 */
function onS3rver(bench: Bench): Bench {
  const sizes = new Set<number>()
  const short = (source: Source): Source => ({ ...source, name: source.name.slice(0, 100) })
  const shortened = (host: Host): Host => ({
    ...host,
    upload(source: Source, call: UploadCall) {
      sizes.add(source.size)
      return host.upload(short(source), call)
    },
  })
  return {
    ...bench,
    adapter: (http) => shortened(bench.adapter(http)),
    unreachable: (http) => shortened(bench.unreachable(http)),
    async held() {
      const all = await bench.held()
      return all.filter(({ size }) => sizes.has(size)).map((held) => ({ ...held, name: null }))
    },
  }
}

const lacks: Subject['lacks'] = {
  limit: 'S3 takes objects up to 5 TiB',
  reply: 'storage tells an ETag in a header, and the size at a look',
  group: 'a bucket has no page that shows what is in it',
}

describeHost({ title: 'S3, on our own storage', quote: '"', lacks, start: benchWith(startOwnStoragePeer) })

const startS3rver = benchWith(startS3rverPeer)
describeHost(
  {
    title: 'S3, on s3rver',
    quote: '"',
    lacks: { ...lacks, name: 'this server takes no long ones' },
    start: async (kind) => onS3rver(await startS3rver(kind)),
  },
  ofTheServer,
)
