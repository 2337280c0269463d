// Asks hosts whether they still have their copies: several hosts side by side, each one question at a time and slowly.
import { setTimeout as sleep } from 'node:timers/promises'
import { database } from '#db/connection.ts'
import type { LinkState } from '#db/schema/states.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { CatalogueEntry } from '#server/hosts/host.ts'
import { catalogue } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { countLinkCheck } from '#server/metrics.ts'
import { openHost } from '#server/mirroring/open-host.ts'
import {
  type DueCopy,
  giveBackCopies,
  listPausedHosts,
  putOffOthers,
  takeDueCopies,
  writeWord,
} from '#server/queries/system/link-checks.ts'
import { wordOf } from './check-schedule.ts'
import { engine } from './engine.ts'

/** What one look asks of each host at most; the rest is there at the next one. */
const MOST_PER_HOST = 400
/** Between two questions to a host, in milliseconds. */
const PAUSE_MS = 500
/** How long a host may take for one answer, in milliseconds. */
const ANSWER_MS = 30_000
/** How long a look takes at most, in milliseconds; they come every ten minutes. */
const BUDGET_MS = 5 * 60_000

type Looking = { signal: AbortSignal; until: number }

/** Looks once at what is due. What was not come to, since the time was over or the process stops, is due at once for others. */
export async function checkLinks(signal: AbortSignal): Promise<void> {
  const db = database()
  const entries = catalogue()
  // Copies in accounts of people's own are asked about through these, whether the operator has one or not.
  const canAsk = (entry: CatalogueEntry) => (entry.enabled ? entry.host.check !== undefined : entry.accounts !== null)
  const idsOf = (some: readonly CatalogueEntry[]): HostId[] => some.map(({ host }) => host.id)
  const askable = idsOf(entries.filter(canAsk))
  const silent = idsOf(entries.filter((entry) => entry.enabled && !canAsk(entry)))
  await putOffOthers(db, { askable, silent })
  const paused = await listPausedHosts(db)
  const due = await takeDueCopies(db, {
    hosts: askable.filter((id) => !paused.has(id)),
    mostPerHost: MOST_PER_HOST,
  })
  if (due.length === 0) return
  const looking = {
    // It holds nothing that is worth to be waited for when the process stops.
    signal: AbortSignal.any([signal, lifecycle().stopping]),
    until: performance.now() + BUDGET_MS,
  }
  const byHost = Map.groupBy(due, ({ host }) => host)
  const left = (await Promise.all([...byHost.values()].map((copies) => askHost(copies, looking)))).flat()
  await giveBackCopies(
    db,
    left.map(({ id }) => id),
  )
  log.info({ asked: due.length - left.length, left: left.length }, 'hosts were asked for their copies')
}

/** @returns those that it did not come to */
async function askHost(copies: readonly DueCopy[], { signal, until }: Looking): Promise<readonly DueCopy[]> {
  for (const [place, one] of copies.entries()) {
    const isOver = signal.aborted || performance.now() > until
    if (isOver || (await listPausedHosts(database())).has(one.host)) return copies.slice(place)
    const said = await ask(one, signal)
    if (said === null) return copies.slice(place)
    await writeWord(database(), one, wordOf(said, one))
    countLinkCheck(one.host, said)
    if (said === 'dead' && one.linkState !== 'dead')
      log.info({ host: one.host, mirrorId: one.mirrorId }, 'a host does not have its copy any more')
    // An abort is noticed at the next turn.
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }
  return []
}

/** @returns null when the process stops */
async function ask({ host: id, copy, accountId }: DueCopy, signal: AbortSignal): Promise<LinkState | null> {
  const late = AbortSignal.timeout(ANSWER_MS)
  try {
    const { host, memory } = await openHost(engine(), { host: id, accountId })
    return (await host.check?.(copy, { signal: AbortSignal.any([signal, late]), memory })) ?? 'unknown'
  } catch (err) {
    if (signal.aborted) return null
    // A host that says nothing has said nothing of its copy either; anything else is a fault of the adapter.
    if (!(err instanceof HostError) && !late.aborted)
      log.warn({ err, host: id }, 'a host could not be asked for a copy')
    return 'unknown'
  }
}
