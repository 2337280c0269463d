// The adapter for sites of Pomf's kind against simulated ones: today's Uguu, and the old Pomf, which tells SHA-1.
import type { HostHttp } from '#server/hosts/http.ts'
import { pomfKind } from '#server/hosts/pomf.ts'
import { startPomf } from '#tests/simulators/pomf.ts'
import { describeHost, ofTheServer } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const lacks = {
  find: 'nothing lists files, so a lost reply costs at most a second copy',
  account: 'there are none',
  remove: 'nothing can be deleted',
  group: 'there are no albums',
}

/** Its web server tells these statuses by pages of its own. */
const means = {
  '401': 'unavailable',
  '401 in the middle': 'unavailable',
  '429 with Retry-After in seconds': 'unavailable',
  '429 with Retry-After in fractions': 'unavailable',
  '429 with a date': 'unavailable',
} as const

const start = (flavour: 'uguu' | 'pomf', own: { hash?: 'sha1' }) => async (kind: 'usual' | 'small') => {
  const simulator = await startPomf({ flavour, dedupe: false, ...(kind === 'small' && { maxFileSize: 3_000_000 }) })
  return benchOf(simulator, {
    limit: kind === 'small' ? 3_000_000 : null,
    seams: [64 * 1024],
    secrets: [],
    adapterAt: (url: string, http: HostHttp) =>
      pomfKind.read({ id: 'pomf', kind: 'pomf', name: 'A Pomf', url, ...own }).open(http),
  })
}

describeHost({
  title: 'Uguu',
  quote: '%22',
  lacks: { ...lacks, digest: 'XXH3 is told, which we do not compute' },
  means,
  start: start('uguu', {}),
})

describeHost({ title: 'Pomf', quote: '%22', lacks, means, start: start('pomf', { hash: 'sha1' }) }, ofTheServer)
