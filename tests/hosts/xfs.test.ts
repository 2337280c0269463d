// The adapter for sites of the XFileSharing family against a simulated one.
import type { HostHttp } from '#server/hosts/http.ts'
import { xfsKind } from '#server/hosts/xfs.ts'
import { startXfs } from '#tests/simulators/xfs.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const key = 'key-of-an-xfs-account'

const adapterWith = (known: string) => (origin: string, http: HostHttp) =>
  xfsKind.read({ id: 'site', kind: 'xfs', name: 'Site', url: origin, key: known }).open(http)

describeHost({
  title: 'XFileSharing',
  quote: '%22',
  lacks: {
    digest: 'it tells sizes only',
    group: 'no public address of a folder is documented',
    remove: 'only some sites can delete files',
  },
  async start(kind) {
    const simulator = await startXfs({ key, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [key],
      adapterAt: adapterWith(key),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
