// FileLu's adapter against the simulated FileLu.
import { filelu } from '#server/hosts/filelu.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startFilelu } from '#tests/simulators/filelu.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const apiKey = 'RC_key-of-an-account'
const MB = 1_000_000

const adapterWith =
  (key: string, sizes: { wholeLimit: number; partSize: number }) => (origin: string, http: HostHttp) =>
    filelu({ apiUrl: `${origin}/rclone`, linkOrigin: origin, key: new Secret(key), http, ...sizes })

describeHost({
  title: 'FileLu',
  quote: '%22',
  lacks: {
    digest: 'it is not documented what its hash is of',
    group: 'no public address of a folder is documented',
  },
  async start(kind) {
    const isSmall = kind === 'small'
    const sizes = isSmall ? { wholeLimit: MB, partSize: MB / 2 } : { wholeLimit: 500 * MB, partSize: 64 * MB }
    const simulator = await startFilelu({ apiKey, ...(isSmall && { maxFileSize: 3 * MB }) })
    return benchOf(simulator, {
      limit: isSmall ? 3 * MB : null,
      seams: isSmall ? [MB, 1.5 * MB] : [],
      secrets: [apiKey],
      adapterAt: adapterWith(apiKey, sizes),
      wrongAccountAt: adapterWith('RC_of-nobody', sizes),
    })
  },
})
