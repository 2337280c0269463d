// The worker of this process: takes jobs from the queue into free places, keeps them alive, and looks again when one ends.
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobAttempt, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { fileIdSchema, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { makeList } from '#server/mirroring/make-list.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { processWide } from '#server/process-wide.ts'
import { listOverdueFiles } from '#server/queries/system/work.ts'
import { deleteMirrorObjects } from './delete-mirror.ts'
import { deleteStaging } from './delete-staging.ts'
import { engine } from './engine.ts'
import { HEARTBEAT_SECONDS, type JobName, jobNames, queue, sendJobs } from './queue.ts'
import { noteLook } from './queue-health.ts'
import { removeCopy } from './remove-copy.ts'
import { sweep } from './sweep.ts'
import { sweepOrphans } from './sweep-orphans.ts'

/** Files that are sent at once; each holds at most two windows of its bytes. */
const PLACES: Record<JobName, number> = {
  'mirror-file': 4,
  'make-list': 4,
  'delete-staging': 8,
  'delete-mirror': 4,
  'remove-copy': 4,
  sweep: 1,
  'sweep-orphans': 1,
}
/** Bytes that all files under way may hold together. */
const BUFFER_BYTES = 64 * 1024 ** 2
const TOUCH_MS = (HEARTBEAT_SECONDS * 1000) / 4
const RECONCILE_MS = 10_000
/** Milliseconds in which a call to the queue is over, and what was broken off is written down, unless the database hangs. */
const SETTLE_MS = 2_000
/** Seconds that work may be due before it counts as forgotten by the queue. */
const FORGOTTEN_SECONDS = 5

const file = z.object({ fileId: fileIdSchema })
const list = z.object({ mirrorId: mirrorIdSchema, host: hostIdSchema })
const staged = z.object({ mirrorId: mirrorIdSchema, fileId: fileIdSchema })
const deleted = z.object({ mirrorId: mirrorIdSchema })
const unwanted = z.object({
  host: hostIdSchema,
  copy: z.object({ id: z.string(), url: z.string(), extra: z.record(z.string(), z.string()).exactOptional() }),
})

type Handlers = Record<JobName, (data: unknown, signal: AbortSignal) => Promise<void>>

export class Worker {
  readonly #shared = openShared(database(), BUFFER_BYTES)
  readonly #running = new Map<JobName, Map<string, JobAttempt>>()
  readonly #stopping = new AbortController()
  readonly #handlers: Handlers = {
    'mirror-file': (data, signal) =>
      mirrorFile(engine(), file.parse(data).fileId, { ...this.#shared, claiming: lifecycle().stopping, signal }),
    'make-list': (data, signal) => makeList(engine(), list.parse(data), signal),
    'delete-staging': (data) => deleteStaging(staged.parse(data)),
    'delete-mirror': (data, signal) => deleteMirrorObjects(deleted.parse(data).mirrorId, signal),
    'remove-copy': (data, signal) => removeCopy(unwanted.parse(data), signal),
    sweep: (_data, signal) => sweep(signal),
    'sweep-orphans': (_data, signal) => sweepOrphans(signal),
  }
  readonly #all = new Set<Promise<void>>()
  #reconciledAt = Number.NEGATIVE_INFINITY
  #filling: Promise<void> | null = null
  #askedAgain = false

  constructor() {
    const graceMs = env().DRAIN_SECONDS * 1000
    lifecycle().onStop('mirroring', () => this.#stop(graceMs), graceMs + 4 * SETTLE_MS)
    void this.#keepAlive()
  }

  /** Takes what waits in the queue, as far as there are free places. Calls that come meanwhile make it look once more. */
  fill(): Promise<void> {
    this.#askedAgain = true
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null
    })
    return this.#filling
  }

  /** Resolves when nothing runs and the queue has nothing more, or after `budgetMs`. */
  async drain(budgetMs: number): Promise<void> {
    const late = sleep(budgetMs, 'late' as const, { ref: false })
    await this.fill()
    while (this.#all.size > 0) {
      if ((await Promise.race([late, ...this.#all])) === 'late') return
      await this.fill()
    }
  }

  async #fill(): Promise<void> {
    const isStopping = () => lifecycle().stopping.aborted
    while (this.#askedAgain && !isStopping()) {
      this.#askedAgain = false
      await this.#reconcile()
      const boss = await queue()
      for (const name of jobNames) if (!isStopping()) await this.#take(boss, name)
      noteLook()
    }
  }

  async #take(boss: PgBoss, name: JobName): Promise<void> {
    const running = this.#runningOf(name)
    const free = PLACES[name] - running.size
    if (free <= 0) return
    for (const job of await boss.fetch(name, { batchSize: free })) {
      const attempt = { id: job.id, retryCount: job.retryCount }
      running.set(job.id, attempt)
      const run = this.#run(boss, name, { attempt, data: job.data }).finally(() => {
        running.delete(job.id)
        this.#all.delete(run)
        this.fill().catch((err: unknown) => log.error({ err }, 'the queue could not be asked for work'))
      })
      this.#all.add(run)
    }
  }

  async #run(boss: PgBoss, name: JobName, { attempt, data }: { attempt: JobAttempt; data: unknown }): Promise<void> {
    try {
      await this.#handlers[name](data, this.#stopping.signal)
      await boss.complete(name, attempt)
    } catch (err) {
      const isLeft = err === lifecycle().stopping.reason
      if (isLeft) log.debug({ job: name }, 'a job is left to the next worker, since the server stops')
      else log.warn({ err, job: name }, 'a job has failed and is tried again')
      // When even that cannot be written down, the job's heartbeat runs out, which comes to the same.
      await boss.fail(name, attempt).catch(() => undefined)
    }
  }

  #runningOf(name: JobName): Map<string, JobAttempt> {
    const known = this.#running.get(name) ?? new Map<string, JobAttempt>()
    this.#running.set(name, known)
    return known
  }

  /** The rows are the truth: work that is due and that no job has come for gets one. */
  async #reconcile(): Promise<void> {
    if (performance.now() - this.#reconciledAt < RECONCILE_MS) return
    this.#reconciledAt = performance.now()
    const forgotten = await listOverdueFiles(database(), FORGOTTEN_SECONDS)
    if (forgotten.length === 0) return
    await database().transaction((db) =>
      sendJobs(db, { name: 'mirror-file', jobs: forgotten.map((fileId) => ({ fileId })) }),
    )
  }

  async #keepAlive(): Promise<void> {
    const boss = await queue()
    while (!this.#stopping.signal.aborted || this.#all.size > 0) {
      await sleep(TOUCH_MS, undefined, { ref: false })
      for (const [name, running] of this.#running)
        if (running.size > 0)
          await boss
            .touch(name, [...running.values()])
            .catch((err: unknown) => log.warn({ err }, 'the queue did not answer'))
    }
  }

  /** Nothing new begins. What runs may end by itself within the grace, and goes back to the queue then. */
  async #stop(graceMs: number): Promise<void> {
    // Jobs that it was just being given are among those that run then.
    await within(SETTLE_MS, this.#filling)
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
