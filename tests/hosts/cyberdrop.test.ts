// Cyberdrop's adapter against the simulated Cyberdrop.
import { cyberdrop } from '#server/hosts/cyberdrop.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startCyberdrop } from '#tests/simulators/cyberdrop.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const token = 'token-of-a-cyberdrop-dashboard'
const MB = 1_000_000

const adapterWith = (known: string) => (origin: string, http: HostHttp) =>
  cyberdrop({
    apiUrl: `${origin}/api`,
    uploadUrl: null,
    linkOrigin: origin,
    fileInfoUrl: `${origin}/api/file/info`,
    token: new Secret(known),
    http,
  })

describeHost({
  title: 'Cyberdrop',
  quote: '%22',
  lacks: {
    find: 'the server knows files by their digest, so that sending one again gives the same copy',
    digest: 'neither replies nor albums tell one',
  },
  async start(kind) {
    const simulator = await startCyberdrop({ token, ...(kind === 'small' && { maxSizeMb: 3, chunkMb: 1 }) })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3 * MB : null,
      seams: kind === 'small' ? [MB, 2 * MB] : [],
      secrets: [token],
      adapterAt: adapterWith(token),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
