// GoFile's adapter against the simulated GoFile, as a guest and with a premium token.
import { gofile } from '#server/hosts/gofile.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const token = 'premium-token-of-the-operator'
const lostFile = 'folders are read by premium accounts only, so a lost reply costs at most a second copy'
const lostFolder = 'folders are read by premium accounts only, and an orphan is empty'

const adapterWith = (known: string | null) => (origin: string, http: HostHttp) =>
  gofile({ apiUrl: origin, uploadUrl: origin, token: known === null ? null : new Secret(known), http })

const start = (premium: boolean) => async (kind: 'usual' | 'small') => {
  const simulator = await startGofile({
    guestLimit: 1000,
    ...(premium && { account: { token, tier: 'premium' as const } }),
    ...(kind === 'small' && { maxFileSize: 3_000_000 }),
  })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: premium ? [token] : [],
    adapterAt: adapterWith(premium ? token : null),
    wrongAccountAt: adapterWith('of-nobody'),
  })
}

describeHost({
  title: 'GoFile, as a guest',
  quote: '%22',
  lacks: {
    find: lostFile,
    'find group': lostFolder,
    check: 'guests may not read folders',
    account: 'a guest has none',
  },
  start: start(false),
})

describeHost(
  {
    title: 'GoFile, with a premium token',
    quote: '%22',
    lacks: { find: lostFile, 'find group': lostFolder },
    start: start(true),
  },
  ofTheAccount,
)
