// Cyberfile's adapter against the simulated Cyberfile.
import { cyberfile } from '#server/hosts/cyberfile.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startCyberfile } from '#tests/simulators/cyberfile.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const username = 'operator@example.com'
const password = 'correct horse battery staple'

const adapterWith = (known: string) => (origin: string, http: HostHttp) => {
  const apiUrl = `${origin}/api/v2`
  return cyberfile({ apiUrl, uploadUrl: apiUrl, username: new Secret(username), password: new Secret(known), http })
}

describeHost({
  title: 'Cyberfile',
  quote: '%22',
  lacks: {},
  // A 401 says that the session is over, and the next attempt opens another.
  means: { '401': 'retry', '401 in the middle': 'retry' },
  async start(kind) {
    const simulator = await startCyberfile({
      username,
      password,
      ...(kind === 'small' && { maxUploadSize: 3_000_000 }),
    })
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [username, password],
      adapterAt: adapterWith(password),
      wrongAccountAt: adapterWith('of-nobody'),
    })
  },
})
