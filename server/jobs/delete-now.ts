// Asks hosts at once to delete what was queued for it, as far as they answer while somebody waits, and says what came of it.
import { database } from '#db/connection.ts'
import { HostError } from '#server/hosts/errors.ts'
import { findEntry } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import type { Deletions } from './delete-copies.ts'
import { type HostCopy, type HostGroup, type JobName, type Jobs, takeBackJobs } from './queue.ts'
import { type Removal, tryRemoval } from './remove-copy.ts'
import { tryGroupRemoval } from './remove-group.ts'

/** How long somebody is kept waiting for hosts, in milliseconds. */
const PATIENCE_MS = 8_000
/** Questions to one host at once. */
const LANES = 2

export type Deletion = {
  /** Copies that are gone. */
  deleted: number
  /** Copies that hosts are asked to delete until they are gone, or it is clear that they stay. */
  pending: number
  /** Copies that stay, by host and reason, which is a whole sentence. */
  kept: { host: HostId; hostName: string; count: number; reason: string }[]
}

type Answers = Map<HostCopy, Removal>

/**
 * Asks for each copy once, several hosts side by side. What is answered for good is taken from the queue; what is not answered in
 * time, or fails for a reason that passes, stays in it. The rows are gone already, so that nothing of this is an error.
 */
export async function deleteNow({ copies, groups }: Deletions): Promise<Deletion> {
  const answers: Answers = new Map()
  if (copies.length + groups.length > 0) {
    const late = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), lifecycle().stopping])
    const hosts = new Set([...copies, ...groups].map(({ host }) => host))
    const of = (id: HostId) => ({
      copies: copies.filter(({ host }) => host === id),
      groups: groups.filter(({ host }) => host === id),
    })
    await Promise.all([...hosts].map((id) => deleteAt(of(id), answers, late)))
  }
  return {
    deleted: [...answers.values()].filter(({ gone }) => gone).length,
    pending: copies.length - answers.size,
    kept: sumUp(answers),
  }
}

async function deleteAt(
  { copies, groups }: { copies: HostCopy[]; groups: HostGroup[] },
  answers: Answers,
  late: AbortSignal,
): Promise<void> {
  await askForAll(copies, answers, late)
  const answered = copies.filter((copy) => answers.has(copy))
  await forget('remove-copy', answered)
  if (answered.some((copy) => answers.get(copy)?.gone === false)) return forget('remove-group', groups)
  if (answered.length < copies.length) return
  for (const group of groups)
    if (await isDone(() => tryGroupRemoval(group, late), late)) await forget('remove-group', [group])
}

/** A few at once, until the host fails in a way that passes, or says what holds for all of its copies. */
async function askForAll(copies: readonly HostCopy[], answers: Answers, late: AbortSignal): Promise<void> {
  const left = copies.values()
  let isOver = false
  const lane = async () => {
    for (const copy of left) {
      if (isOver || late.aborted) return
      const done = await isDone(async () => {
        const removal = await tryRemoval(copy, late)
        answers.set(copy, removal)
        if (removal.gone || !removal.concernsAll) return
        isOver = true
        for (const other of copies) if (!answers.has(other)) answers.set(other, removal)
      }, late)
      if (!done) isOver = true
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** Whether it could be done now; if not, a job does it later. */
async function isDone(work: () => Promise<void>, late: AbortSignal): Promise<boolean> {
  try {
    await work()
    return true
  } catch (err) {
    if (!(err instanceof HostError) && !late.aborted) log.warn({ err }, 'a host could not be asked to delete something')
    return false
  }
}

/** Where that fails the host is asked once more by a job, which harms nothing. */
const forget = <Name extends JobName>(name: Name, jobs: Jobs[Name][]): Promise<void> =>
  takeBackJobs(database(), name, jobs).catch((err: unknown) =>
    log.warn({ err, job: name }, 'jobs could not be taken back'),
  )

function sumUp(answers: Answers): Deletion['kept'] {
  const kept = new Map<string, Deletion['kept'][number]>()
  for (const [{ host }, removal] of answers) {
    if (removal.gone) continue
    const hostName = findEntry(host)?.host.name ?? host
    const reason = `${hostName} ${removal.sentence}`
    const known = kept.get(reason)
    kept.set(reason, { host, hostName, reason, count: (known?.count ?? 0) + 1 })
  }
  return [...kept.values()]
}
