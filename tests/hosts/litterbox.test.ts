// Litterbox's adapter against the simulated Litterbox.
import type { HostHttp } from '#server/hosts/http.ts'
import { litterbox } from '#server/hosts/litterbox.ts'
import { startLitterbox } from '#tests/simulators/litterbox.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'

const adapterAt = (origin: string, http: HostHttp) =>
  litterbox({ apiUrl: `${origin}/resources/internals/api.php`, hours: '72', http })

describeHost({
  title: 'Litterbox',
  quote: '%22',
  lacks: {
    digest: 'no digest is told',
    find: 'nothing lists files, so a lost reply costs at most a second copy',
    account: 'there are none',
    remove: 'files go by themselves',
    group: 'there are no albums',
  },
  // Its web server tells statuses by pages of its own.
  means: { '401': 'unavailable', '401 in the middle': 'unavailable' },
  async start(kind) {
    const simulator = await startLitterbox(kind === 'small' ? { maxFileSize: 3_000_000 } : {})
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [],
      adapterAt,
    })
  },
})
