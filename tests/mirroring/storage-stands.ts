// Who a read is for: one simulated host, or a host that was left behind by another and needs a read of its own.
import type { Host } from '#server/hosts/host.ts'
import { type Bench, startStand } from './fault-bench.ts'
import { kinds, ModelHost, type Visitor } from './model-host.ts'
import { type AttemptPlan, fine, type Point } from './model-plan.ts'

export type Reader = {
  hosts: Host[]
  /** The host that the faulty read is for. */
  subject: Host
  /** Digests of the copies that it has. */
  stored: () => string[]
  /** Uploads that it has seen begin. */
  uploads: () => number
}

/** GoFile, simulated, alone. */
export async function aloneAt(bench: Bench): Promise<Reader> {
  const { simulator, host } = await startStand(bench, 'gofile')
  return {
    hosts: [host],
    subject: host,
    stored: () => simulator.ledger.map(({ sha256 }) => sha256),
    uploads: () => simulator.requests.filter(({ path }) => path.includes('upload')).length,
  }
}

const heldAt = (at: Point): AttemptPlan => ({ ...fine, upload: { kind: 'hold', at, who: 'upload' } })

/** The second of two takes nothing more after its first bytes, until the first one has the whole file. */
export function leftBehind(): Reader {
  const [slowKind, quickKind] = kinds
  if (!slowKind || !quickKind) throw new Error('There are more than two kinds of hosts.')
  const [slow, quick] = [new ModelHost(slowKind), new ModelHost(quickKind)]
  const done = Promise.withResolvers<void>()
  const taking: Visitor = {
    planAt: () => heldAt('stored'),
    reach: async ({ hold }) => {
      if (hold !== null) done.resolve()
    },
  }
  const waiting: Visitor = {
    planAt: () => heldAt('middle'),
    reach: async ({ hold }) => {
      if (hold !== null) await done.promise
    },
  }
  const subject = slow.adapterFor(waiting)
  return {
    hosts: [quick.adapterFor(taking), subject],
    subject,
    stored: () => slow.copies.map(({ sha256 }) => sha256),
    uploads: () => slow.visits.length,
  }
}
