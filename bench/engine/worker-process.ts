// The whole worker in a process of its own, queue and rows included, with hosts that take a raw PUT in the place of real ones.
import { z } from 'zod'
import type { CatalogueEntry } from '#server/hosts/host.ts'
import { worker } from '#server/jobs/worker.ts'
import { processWide } from '#server/process-wide.ts'
import { answerParent } from './child.ts'
import { type SinkHost, sinkHost, sinkHttp } from './sink-host.ts'

/** Longer than any case takes, in milliseconds. */
const BUDGET_MS = 600_000

const sink = z.object({ id: z.string(), url: z.string(), concurrency: z.number().optional() })

/** The registry makes its hosts once in a process, so that those are them which come first. */
function register(hosts: readonly SinkHost[]): void {
  const http = sinkHttp()
  processWide<readonly CatalogueEntry[]>('hosts', () =>
    hosts.map((host) => ({ enabled: true as const, host: sinkHost(host, http), accounts: null })),
  )
}

answerParent(z.object({ hosts: z.array(sink) }), async ({ hosts }) => {
  register(hosts)
  await worker().drain(BUDGET_MS)
  return 'drained'
})
