// VikingFile's adapter against the simulated VikingFile, for a user and for nobody.
import type { HostHttp } from '#server/hosts/http.ts'
import { vikingfile } from '#server/hosts/vikingfile.ts'
import { Secret } from '#server/ids.ts'
import { startVikingfile } from '#tests/simulators/vikingfile.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import type { Lack } from './suite/subject.ts'
import { benchOf } from './suite/simulated.ts'

const userHash = 'hash-of-a-user'
const MB = 1_000_000

const adapterWith = (user: string | null) => (origin: string, http: HostHttp) =>
  vikingfile({ apiUrl: `${origin}/api`, linkOrigin: origin, user: user === null ? null : new Secret(user), http })

const start = (user: string | null) => async (kind: 'usual' | 'small') => {
  const simulator = await startVikingfile({
    ...(user !== null && { userHash: user }),
    ...(kind === 'small' && { partSize: MB, maxFileSize: 3 * MB }),
  })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3 * MB : null,
    seams: kind === 'small' ? [MB, 2 * MB] : [],
    secrets: user === null ? [] : [user],
    adapterAt: adapterWith(user),
    wrongAccountAt: adapterWith('of-nobody'),
  })
}

const lacks: Partial<Record<Lack, string>> = {
  digest: 'it tells sizes only',
  group: 'no public address of a folder is documented',
}

/** Parts go to addresses that run out, and no account is asked for there. */
const means = { 401: 'retry', '401 in the middle': 'retry' } as const

describeHost({ title: 'VikingFile, for a user', quote: '"', lacks, means, start: start(userHash) })

describeHost(
  {
    title: 'VikingFile, for nobody',
    quote: '"',
    means,
    lacks: {
      ...lacks,
      find: 'only the files of users are listed',
      remove: 'only the files of users can be deleted',
      account: 'there is none',
    },
    start: start(null),
  },
  ofTheAccount,
)
