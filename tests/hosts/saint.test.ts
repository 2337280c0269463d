// Saint's adapter against the simulated Saint, as far as there is one: a lolisafe site that takes videos only.
import type { Host } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { saint } from '#server/hosts/saint.ts'
import { Secret } from '#server/ids.ts'
import { startSaint } from '#tests/simulators/saint.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const token = 'key-of-a-saint-account'
const MB = 1_000_000

/** The suite's files are of every kind; here they come as videos. */
const forVideos = (host: Host): Host => ({
  ...host,
  upload: (source, call) => host.upload({ ...source, type: 'video/mp4' }, call),
})

const adapterWith = (known: string) => (origin: string, http: HostHttp) =>
  forVideos(saint({ apiUrl: `${origin}/api`, uploadUrl: null, linkOrigin: origin, token: new Secret(known), http }))

describeHost({
  title: 'Saint',
  quote: '%22',
  lacks: { find: 'the server knows files by their digest, so that sending one again gives the same copy' },
  async start(kind) {
    const simulator = await startSaint({
      token,
      takesAnything: true,
      ...(kind === 'small' && { maxSizeMb: 3, chunkMb: 1 }),
    })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3 * MB : null,
      seams: kind === 'small' ? [MB, 2 * MB] : [],
      secrets: [token],
      adapterAt: adapterWith(token),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
