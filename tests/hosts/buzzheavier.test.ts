// BuzzHeavier's adapter against the simulated BuzzHeavier, with an account and without.
import { buzzheavier } from '#server/hosts/buzzheavier.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startBuzzheavier } from '#tests/simulators/buzzheavier.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const accountId = 'ACCOUNT-ID-OF-THE-OPERATOR'

/** Names are looked at in a test of its own. */
const name = 'it bears neither # nor ;'

const adapterWith = (known: string | null) => (origin: string, http: HostHttp) =>
  buzzheavier({
    apiUrl: `${origin}/api`,
    uploadUrl: origin,
    linkOrigin: origin,
    accountId: known === null ? null : new Secret(known),
    http,
  })

const start = (known: string | null) => async (kind: 'usual' | 'small') => {
  const simulator = await startBuzzheavier({ accountId, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
  const bench = await benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: known === null ? [] : [known],
    adapterAt: adapterWith(known),
    wrongAccountAt: adapterWith('of-nobody'),
  })
  return { ...bench, held: async () => (await bench.held()).map((file) => ({ ...file, name: null })) }
}

describeHost(
  {
    title: 'BuzzHeavier, without an account',
    quote: '"',
    lacks: {
      name,
      digest: 'no digest is told',
      find: 'without an account nothing lists files, so a lost reply costs at most a second copy',
      remove: 'only accounts may delete',
      account: 'there is none',
      group: 'only accounts have folders',
    },
    start: start(null),
  },
  ofTheAccount,
)

describeHost({
  title: 'BuzzHeavier, with an account',
  quote: '"',
  lacks: { name, digest: 'no digest is told' },
  start: start(accountId),
})
