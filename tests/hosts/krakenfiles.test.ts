// KrakenFiles' adapter against the simulated KrakenFiles, as nobody and with a key.
import type { HostHttp } from '#server/hosts/http.ts'
import { krakenfiles } from '#server/hosts/krakenfiles.ts'
import { Secret } from '#server/ids.ts'
import { startKrakenfiles } from '#tests/simulators/krakenfiles.ts'
import { describeHost, ofTheAccount } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'
import type { Subject } from './suite/subject.ts'

const apiKey = 'key-of-a-krakenfiles-account'
const limit = 3_000_000

const adapterWith = (key: string | null) => (origin: string, http: HostHttp) =>
  krakenfiles({ apiUrl: `${origin}/api`, apiKey: key === null ? null : new Secret(key), http })

const start = (key: string | null) => async (kind: 'usual' | 'small') => {
  const simulator = await startKrakenfiles({
    ...(key !== null && { apiKey: key }),
    ...(kind === 'small' && { limits: { guest: limit, account: limit } }),
  })
  return benchOf(simulator, {
    limit: kind === 'small' ? limit : null,
    seams: [64 * 1024],
    secrets: key === null ? [] : [key],
    adapterAt: adapterWith(key),
  })
}

const lacks: Subject['lacks'] = {
  find: 'no call lists files, so a lost reply costs at most a second copy',
  digest: 'replies tell none',
  remove: 'no call deletes files',
  account: 'no call tells whether it knows a key',
  group: 'no call makes a folder',
}

describeHost({ title: 'KrakenFiles, as nobody', quote: '%22', lacks, start: start(null) }, ofTheAccount)
describeHost({ title: 'KrakenFiles, with a key', quote: '%22', lacks, start: start(apiKey) })
