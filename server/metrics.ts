// What is counted in this process, for Prometheus: names, units and labels, all in one place.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { processWide } from '#server/process-wide.ts'

/** From files of a moment to those that take a night, in seconds. */
const DURATION_BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200]

function create() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    transfers: new Counter({
      name: 'easymirror_transfers_total',
      help: 'Tries of transfers that ended in this process, by host and outcome (done, failed, again: back in the queue, lost: cancelled or taken over).',
      labelNames: ['host', 'outcome'],
      registers,
    }),
    transferBytes: new Counter({
      name: 'easymirror_transfer_bytes_total',
      help: 'Bytes of the copies that are at a host by the transfers of this process that are done.',
      labelNames: ['host'],
      registers,
    }),
    transferDuration: new Histogram({
      name: 'easymirror_transfer_duration_seconds',
      help: 'Seconds from the claim of a transfer to its end, of tries that ended in done or failed.',
      labelNames: ['host'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    linkChecks: new Counter({
      name: 'easymirror_link_checks_total',
      help: 'Times that this process asked a host whether it still has a copy, by host and answer (alive, dead, unknown).',
      labelNames: ['host', 'answer'],
      registers,
    }),
    waiting: new Gauge({
      name: 'easymirror_transfers',
      help: 'Transfers of all instances that are not over, by status (queued, running); read from the database when asked.',
      labelNames: ['status'],
      registers,
    }),
    paused: new Gauge({
      name: 'easymirror_host_paused',
      help: '1 for each host that gets no files for now, since it has failed for several; read from the database when asked.',
      labelNames: ['host'],
      registers,
    }),
    storageReads: new Counter({
      name: 'easymirror_storage_reads_total',
      help: 'Times that this process opened a staged file in object storage to send it.',
      registers,
    }),
    storageReadBytes: new Counter({
      name: 'easymirror_storage_read_bytes_total',
      help: 'Bytes of staged files that object storage gave to this process.',
      registers,
    }),
  }
}

const metrics = () => processWide('metrics', create)

/** `again`: back in the queue; `lost`: cancelled, deleted or taken over by another worker. */
export type Outcome = 'done' | 'failed' | 'again' | 'lost'

export type AttemptCount = {
  host: string
  outcome: Outcome
  /** Size of the file. */
  bytes: number
  /** Milliseconds since the claim. */
  ms: number
}

/** Counts one try of a transfer. */
export function countAttempt({ host, outcome, bytes, ms }: AttemptCount): void {
  const { transfers, transferBytes, transferDuration } = metrics()
  transfers.inc({ host, outcome })
  if (outcome === 'again' || outcome === 'lost') return
  transferDuration.observe({ host }, ms / 1000)
  if (outcome === 'done') transferBytes.inc({ host }, bytes)
}

/** Counts one question about a copy by its answer. */
export const countLinkCheck = (host: string, answer: 'alive' | 'dead' | 'unknown'): void =>
  metrics().linkChecks.inc({ host, answer })

/** Counts that a file is opened in object storage, once more after a read that broke. */
export const countStorageRead = (): void => metrics().storageReads.inc()

/** Counts bytes that object storage gave. */
export const countStorageBytes = (bytes: number): void => metrics().storageReadBytes.inc(bytes)

/** What the database knows when it is asked: transfers by status, and the hosts that are paused. */
export type Now = { waiting: Record<string, number>; paused: readonly string[] }

/**
 * All of it in Prometheus' text format.
 * @param now null where it is not known
 */
export async function exposeMetrics(now: Now | null): Promise<{ contentType: string; text: string }> {
  const { registry, waiting, paused } = metrics()
  waiting.reset()
  paused.reset()
  for (const [status, count] of Object.entries(now?.waiting ?? {})) waiting.set({ status }, count)
  for (const host of now?.paused ?? []) paused.set({ host }, 1)
  return { contentType: registry.contentType, text: await registry.metrics() }
}
