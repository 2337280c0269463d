// The kind `chibisafe` against the simulated site, with files of its own and with a storage beside it.
import { chibisafe } from '#server/hosts/chibisafe.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { commonSettings } from '#server/hosts/kind.ts'
import { Secret } from '#server/ids.ts'
import { startChibisafe } from '#tests/simulators/chibisafe.ts'
import { describeHost, ofTheServer } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'
import type { Subject } from './suite/subject.ts'

const MB = 1_000_000
const apiKey = 'key-of-a-chibisafe-account'
const common = commonSettings.parse({ id: 'own', kind: 'chibisafe', name: 'Our site', url: 'https://unused.example' })

const adapterWith = (key: string) => (origin: string, http: HostHttp) =>
  chibisafe(common, { apiUrl: `${origin}/api`, siteUrl: origin, apiKey: new Secret(key), http })

const start = (networkStorage: boolean) => async (kind: 'usual' | 'small') => {
  const small = kind === 'small'
  const simulator = await startChibisafe({
    apiKey,
    networkStorage,
    ...(small && { chunkSize: MB, maxSize: 3 * MB }),
  })
  return benchOf(simulator, {
    limit: small ? 3 * MB : null,
    seams: small ? [MB, 2 * MB] : [],
    secrets: [apiKey],
    adapterAt: adapterWith(apiKey),
    wrongAccountAt: adapterWith('of-nobody'),
  })
}

const subject = {
  quote: '"',
  lacks: { digest: 'the site tells none whose kind is known' },
} satisfies Pick<Subject, 'quote' | 'lacks'>

describeHost({ ...subject, title: 'Chibisafe', start: start(false) })

describeHost({ ...subject, title: 'Chibisafe, with network storage', start: start(true) }, ofTheServer)
