// 1fichier's adapter against the simulated 1fichier, as a guest and with a key.
import { fichier } from '#server/hosts/fichier.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { Secret } from '#server/ids.ts'
import { startFichier } from '#tests/simulators/fichier.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'
import type { Subject } from './suite/subject.ts'

const apiKey = 'key-of-a-1fichier-account'

const adapterWith = (known: string | null) => (origin: string, http: HostHttp) =>
  fichier({
    apiUrl: `${origin}/v1`,
    apiKey: known === null ? null : new Secret(known),
    paceMs: 0,
    askForMs: 1000,
    http,
  })

const start = (key: string | null) => async (kind: 'usual' | 'small') => {
  const simulator = await startFichier({
    ...(key !== null && { apiKey: key }),
    ...(kind === 'small' && { maxFileSize: 3_000_000 }),
  })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: key === null ? [] : [key],
    adapterAt: adapterWith(key),
    wrongAccountAt: adapterWith('of-nobody'),
  })
}

const common: Omit<Subject, 'title' | 'start'> = {
  quote: '%22',
  lacks: {
    find: 'the adapter asks by itself what came of the upload',
    'lost reply': 'the node tells what came of an upload, however its answer was lost',
    reply: 'a form is answered with an address, which is asked until it makes sense',
    group: 'no call gives a folder a public link',
  },
  means: { 'closed without a reply': 'retry', 'after the last byte': 'retry' },
}

describeHost(
  {
    ...common,
    title: '1fichier, as a guest',
    lacks: { ...common.lacks, account: 'a guest has none', check: 'guests may not ask' },
    start: start(null),
  },
  ofTheAccount,
)

describeHost({ ...common, title: '1fichier, with a key', start: start(apiKey) })
