// Bunkr's adapter against the simulated Bunkr.
import { bunkr } from '#server/hosts/bunkr.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const token = 'token-of-a-bunkr-dashboard'
const MB = 1_000_000

const adapterWith = (known: string) => (origin: string, http: HostHttp) =>
  bunkr({ apiUrl: `${origin}/api`, uploadUrl: null, linkOrigin: origin, token: new Secret(known), http })

describeHost({
  title: 'Bunkr',
  quote: '%22',
  lacks: { find: 'the server knows files by their digest, so that sending one again gives the same copy' },
  async start(kind) {
    const simulator = await startBunkr({ token, ...(kind === 'small' && { maxSizeMb: 3, chunkMb: 1 }) })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3 * MB : null,
      seams: kind === 'small' ? [MB, 2 * MB] : [],
      secrets: [token],
      adapterAt: adapterWith(token),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
