// The Internet Archive's adapter against the simulated Archive.
import type { HostHttp } from '#server/hosts/http.ts'
import { ia } from '#server/hosts/ia.ts'
import { Secret } from '#server/ids.ts'
import { startIa } from '#tests/simulators/ia.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const accessKey = 'access-key-of-an-account'
const secretKey = 'secret-key-of-an-account'

const adapterWith = (access: string, secret: string) => (origin: string, http: HostHttp) =>
  ia({ apiUrl: origin, siteUrl: origin, accessKey: new Secret(access), secretKey: new Secret(secret), http })

describeHost({
  title: 'Internet Archive',
  quote: '"',
  lacks: {
    reply: 'it is empty',
    'find group': 'its name is known before, so that making it again gives the same',
  },
  async start(kind) {
    const simulator = await startIa({ accessKey, secretKey, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [accessKey, secretKey],
      adapterAt: adapterWith(accessKey, secretKey),
      wrongAccountAt: adapterWith('of', 'nobody'),
    })
  },
})
