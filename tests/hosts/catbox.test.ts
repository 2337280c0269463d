// Catbox's adapter against the simulated Catbox, with an account and without.
import { catbox } from '#server/hosts/catbox.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startCatbox } from '#tests/simulators/catbox.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const userhash = 'userhash-of-the-operator'
/** Its web server tells statuses by pages of its own. */
const means = { '401': 'unavailable', '401 in the middle': 'unavailable' } as const
const lost = 'nothing lists files, so a lost reply costs at most a second copy'
const lostAlbum = 'nothing lists albums'
const noCheck = 'no call tells whether a user hash is known'

const adapterWith = (known: string | null) => (origin: string, http: HostHttp) =>
  catbox({ apiUrl: `${origin}/user/api.php`, userhash: known === null ? null : new Secret(known), http })

const start = (known: string | null) => async (kind: 'usual' | 'small') => {
  const simulator = await startCatbox({ userhash, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: known === null ? [] : [known],
    adapterAt: adapterWith(known),
  })
}

describeHost(
  {
    title: 'Catbox, without an account',
    quote: '%22',
    lacks: {
      digest: 'no digest is told',
      find: lost,
      account: noCheck,
      remove: 'only accounts may delete',
      'find group': lostAlbum,
    },
    means,
    start: start(null),
  },
  ofTheAccount,
)

describeHost({
  title: 'Catbox, with an account',
  quote: '%22',
  lacks: { digest: 'no digest is told', find: lost, account: noCheck, 'find group': lostAlbum },
  means,
  start: start(userhash),
})
