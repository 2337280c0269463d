// PixelDrain's adapter against the simulated PixelDrain.
import { pixeldrain } from '#server/hosts/pixeldrain.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const apiKey = '6e9f4b1c-0d2a-4f3e-9b7d-pixeldrain-key'

const adapterWith = (key: string) => (origin: string, http: HostHttp) =>
  pixeldrain({
    apiUrl: `${origin}/api`,
    uploadUrl: `${origin}/api`,
    linkOrigin: origin,
    apiKey: new Secret(key),
    http,
  })

describeHost({
  title: 'PixelDrain',
  quote: '"',
  lacks: {},
  async start(kind) {
    const simulator = await startPixeldrain({ apiKey, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [apiKey, Buffer.from(`:${apiKey}`).toString('base64')],
      adapterAt: adapterWith(apiKey),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
