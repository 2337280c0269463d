// The Internet Archive's adapter against the simulated Archive.
import type { Host } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { ia } from '#server/hosts/ia.ts'
import { Secret } from '#server/ids.ts'
import { startIa } from '#tests/simulators/ia.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { describeHost } from './describe-host.ts'
import type { Held } from './suite/subject.ts'
import { benchOf } from './suite/simulated.ts'

const accessKey = 'access-key-of-an-account'
const secretKey = 'secret-key-of-an-account'

/** Without its items, which the first file makes and not `create`: `ia-items.test.ts` shows them. */
function adapterWith(access: string, secret: string) {
  const keys = { accessKey: new Secret(access), secretKey: new Secret(secret) }
  return (origin: string, http: HostHttp): Host => {
    const { group: _, ...host } = ia({ apiUrl: origin, siteUrl: origin, ...keys, pauses: [0, 100, 200], http })
    return host
  }
}

/** An empty 200 is what the Archive itself says of a file, so that it is no garbage. */
function withoutItsOwnAnswer(simulator: Simulator<'ia'>): Simulator<'ia'> {
  const fail = simulator.fail.bind(simulator)
  simulator.fail = (fault) =>
    fail(
      fault.kind === 'garbage' && fault.text.trim() === '' && fault.bytes === undefined
        ? { ...fault, text: '-' }
        : fault,
    )
  return simulator
}

describeHost({
  title: 'Internet Archive',
  quote: '"',
  lacks: { reply: 'it is empty', group: 'the first file makes it, and nobody is asked before' },
  async start(kind) {
    const options = { accessKey, secretKey, ...(kind === 'small' && { maxFileSize: 3_000_000 }) }
    const bench = await benchOf(withoutItsOwnAnswer(await startIa(options)), {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [accessKey, secretKey],
      adapterAt: adapterWith(accessKey, secretKey),
      wrongAccountAt: adapterWith('of', 'nobody'),
    })
    const plain = (held: Held): Held => ({ ...held, name: held.name?.replace(/^[0-9a-f]{8}\//, '') ?? null })
    // Each file is in a folder of its own, which is no part of its name.
    return { ...bench, held: async () => (await bench.held()).map(plain) }
  },
})
