// The worker of this process: takes jobs from the queue into free places, keeps them alive, and looks again when one ends.
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobAttempt, PgBoss } from 'pg-boss'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { processWide } from '#server/process-wide.ts'
import { listOverdueFiles } from '#server/queries/system/work.ts'
import { Completions } from './completions.ts'
import { FairTurns } from './fair-turns.ts'
import { createHandlers } from './handlers.ts'
import { HEARTBEAT_SECONDS, type JobName, jobNames, queue, sendJobs } from './queue.ts'
import { noteLook } from './queue-health.ts'

/** Kinds of job of which places go round by owner. */
const fairNames = ['mirror-file', 'fetch-file'] as const satisfies JobName[]
type FairName = (typeof fairNames)[number]
const isFair = (name: JobName): name is FairName => fairNames.some((fair) => fair === name)

/** Jobs at once of each kind but those of files. */
const PLACES: Record<Exclude<JobName, FairName>, number> = {
  'make-list': 4,
  'delete-staging': 4,
  'end-mirror': 4,
  'delete-mirror': 4,
  'remove-copy': 4,
  'remove-group': 2,
  'check-links': 1,
  sweep: 1,
  'sweep-orphans': 1,
}
const TOUCH_MS = (HEARTBEAT_SECONDS * 1000) / 4
const RECONCILE_MS = 10_000
/** Milliseconds in which a call to the queue is over, and what was broken off is written down, unless the database hangs. */
const SETTLE_MS = 2_000
/** Seconds that work may be due before it counts as forgotten by the queue. */
const FORGOTTEN_SECONDS = 5

type Fetched = { id: string; retryCount: number; data: unknown; groupId?: string | null | undefined }
type Running = { attempt: JobAttempt; owner: string; isOver: boolean }

export class Worker {
  readonly #places: Record<JobName, number> = {
    ...PLACES,
    'mirror-file': env().WORKER_FILES,
    'fetch-file': env().WORKER_FILES,
  }
  readonly #fair: Record<FairName, FairTurns> = {
    'mirror-file': new FairTurns(env().WORKER_FILES),
    'fetch-file': new FairTurns(env().WORKER_FILES),
  }
  readonly #completions = new Completions()
  readonly #handlers = createHandlers()
  readonly #stopping = new AbortController()
  /** With those that are over, until the queue has been told. */
  readonly #running = new Map<JobName, Set<Running>>(jobNames.map((name) => [name, new Set()]))
  readonly #all = new Set<Promise<void>>()
  /** Kinds of job of which there may be some waiting. */
  readonly #asked = new Set<JobName>()
  /** Kinds of which none was waiting when the queue was asked last. */
  readonly #drained = new Set<JobName>()
  #reconciledAt = Number.NEGATIVE_INFINITY
  #looking: Promise<void> | null = null

  constructor() {
    const graceMs = env().DRAIN_SECONDS * 1000
    lifecycle().onStop('mirroring', () => this.#stop(graceMs), graceMs + 4 * SETTLE_MS)
    void this.#keepAlive()
  }

  /** Takes what waits of these kinds, as far as there are free places. Calls that come meanwhile make it look once more. */
  fill(names: readonly JobName[] = jobNames): Promise<void> {
    for (const name of names) {
      this.#drained.delete(name)
      this.#asked.add(name)
    }
    for (const name of fairNames) if (names.includes(name)) this.#fair[name].told()
    return this.#look()
  }

  /** Resolves when nothing runs and the queue has nothing more, or after `budgetMs`. */
  async drain(budgetMs: number): Promise<void> {
    const late = sleep(budgetMs, 'late' as const, { ref: false })
    await this.fill()
    while (this.#all.size > 0) {
      while (this.#all.size > 0) if ((await Promise.race([late, ...this.#all])) === 'late') return
      await this.fill()
    }
  }

  #look(): Promise<void> {
    this.#looking ??= this.#lookOn()
    return this.#looking
  }

  /** One look at a time: what is asked for, or over, while it is under way goes into the next one together. */
  async #lookOn(): Promise<void> {
    try {
      const boss = await queue()
      while (this.#mayAsk() || !this.#completions.isEmpty) {
        await Promise.all([this.#takeAsked(boss), this.#completions.flush(boss), this.#reconcile()])
        noteLook()
      }
    } finally {
      this.#looking = null
    }
  }

  #mayAsk(): boolean {
    return this.#asked.size > 0 && !lifecycle().stopping.aborted
  }

  async #takeAsked(boss: PgBoss): Promise<void> {
    const asked = [...this.#asked]
    this.#asked.clear()
    for (const name of asked) {
      if (lifecycle().stopping.aborted) return
      await (isFair(name) ? this.#takeInTurns(boss, name) : this.#take(boss, name))
    }
  }

  async #take(boss: PgBoss, name: JobName): Promise<void> {
    const free = this.#freeOf(name)
    if (free <= 0) return
    const jobs = await boss.fetch(name, { batchSize: free })
    if (jobs.length < free) this.#drained.add(name)
    for (const job of jobs) this.#begin(boss, name, job)
  }

  async #takeInTurns(boss: PgBoss, name: FairName): Promise<void> {
    for (let free = this.#freeOf(name); free > 0; free = this.#freeOf(name)) {
      const jobs = await this.#fair[name].next(this.#heldOf(name), free, (batchSize, ignoreGroups) =>
        boss.fetch(name, { batchSize, ignoreGroups }),
      )
      if (jobs.length === 0) return
      for (const job of jobs) this.#begin(boss, name, job)
    }
  }

  #freeOf(name: JobName): number {
    return this.#places[name] - [...this.#runningOf(name)].filter(({ isOver }) => !isOver).length
  }

  /** Jobs that run here by owner. */
  #heldOf(name: FairName): Map<string, number> {
    const held = new Map<string, number>()
    for (const { owner, isOver } of this.#runningOf(name)) if (!isOver) held.set(owner, (held.get(owner) ?? 0) + 1)
    return held
  }

  #begin(boss: PgBoss, name: JobName, { id, retryCount, data, groupId }: Fetched): void {
    const one: Running = { attempt: { id, retryCount }, owner: groupId ?? '', isOver: false }
    this.#runningOf(name).add(one)
    const run = this.#run(boss, name, { one, data }).finally(() => {
      this.#runningOf(name).delete(one)
      this.#all.delete(run)
    })
    this.#all.add(run)
  }

  async #run(boss: PgBoss, name: JobName, { one, data }: { one: Running; data: unknown }): Promise<void> {
    try {
      await this.#handlers[name](data, this.#stopping.signal)
    } catch (err) {
      const isLeft = err === lifecycle().stopping.reason
      if (isLeft) log.debug({ job: name }, 'a job is left to the next worker, since the server stops')
      else log.warn({ err, job: name }, 'a job has failed and is tried again')
      // When even that cannot be written down, the job's heartbeat runs out, which comes to the same.
      await boss.fail(name, one.attempt).catch(() => undefined)
      return this.#lookAfter(name, one)
    }
    const told = this.#completions.add(name, one.attempt)
    this.#lookAfter(name, one)
    await told
  }

  /** Its place is free. The kinds of job that it may have brought are told of by notices. */
  #lookAfter(name: JobName, one: Running): void {
    one.isOver = true
    if (!this.#drained.has(name)) this.#asked.add(name)
    this.#look().catch((err: unknown) => log.error({ err }, 'the queue could not be asked for work'))
  }

  #runningOf(name: JobName): Set<Running> {
    const known = this.#running.get(name) ?? new Set<Running>()
    this.#running.set(name, known)
    return known
  }

  /** The rows are the truth: work that is due and that no job has come for gets one. */
  async #reconcile(): Promise<void> {
    if (performance.now() - this.#reconciledAt < RECONCILE_MS || lifecycle().stopping.aborted) return
    this.#reconciledAt = performance.now()
    const jobs = await listOverdueFiles(database(), FORGOTTEN_SECONDS)
    if (jobs.length > 0) await database().transaction((db) => sendJobs(db, { name: 'mirror-file', jobs }))
  }

  async #keepAlive(): Promise<void> {
    const boss = await queue()
    while (!this.#stopping.signal.aborted || this.#all.size > 0) {
      await sleep(TOUCH_MS, undefined, { ref: false })
      for (const [name, running] of this.#running) {
        const attempts = [...running].map(({ attempt }) => attempt)
        if (attempts.length > 0)
          await boss.touch(name, attempts).catch((err: unknown) => log.warn({ err }, 'the queue did not answer'))
      }
    }
  }

  /** Nothing new begins. What runs may end by itself within the grace, and goes back to the queue then. */
  async #stop(graceMs: number): Promise<void> {
    // Jobs that it was just being given are among those that run then.
    await within(SETTLE_MS, this.#looking)
    if (this.#all.size > 0) {
      log.info({ jobs: this.#all.size, graceMs }, 'waiting for what is under way')
      await within(graceMs, Promise.all(this.#all))
    }
    this.#stopping.abort(new Error('EasyMirror is stopping'))
    await within(SETTLE_MS, Promise.all(this.#all))
    await within(SETTLE_MS, this.#leave())
  }

  async #leave(): Promise<void> {
    const boss = await queue()
    await boss.stop({ graceful: false })
  }
}

/** Waits for `work`, but no longer than that; how it ends is its own matter. */
const within = (ms: number, work: Promise<unknown> | null): Promise<unknown> =>
  Promise.race([work?.catch(() => undefined), sleep(ms, undefined, { ref: false })])

/** The worker of this process; made when it is first asked to work. */
export const worker = (): Worker => processWide('worker', () => new Worker())
