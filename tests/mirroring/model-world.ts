// One mirror of the model with its workers, hosts, storage and queue: what can happen to it.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TRPCError } from '@trpc/server'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { files } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, hostIdSchema, type MirrorId, mirrorIdSchema } from '#server/ids.ts'
import { deleteStaging } from '#server/jobs/delete-staging.ts'
import { sweep } from '#server/jobs/sweep.ts'
import { listOverdueFiles } from '#server/queries/system/work.ts'
import type { createCaller } from '#server/routers/root.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { sampleBytes } from '#tests/support/visitor.ts'
import type { ModelQueue } from './model-queue.ts'
import { type Beginning, ModelWorker, noFaults, type Plans, type Run, type Surroundings } from './model-worker.ts'

export type Caller = ReturnType<typeof createCaller>
export type Ground = Surroundings & { queue: ModelQueue; caller: Caller }

/** A frozen worker makes others wait for its group; no step waits for longer than this, in milliseconds. */
const PATIENCE_MS = 100
/** In which work comes to its end that nothing holds up any more, in milliseconds. */
const LONGEST_MS = 20_000
/** More tries than a transfer has. */
const MOST_ROUNDS = 12

const staged = z.object({ mirrorId: mirrorIdSchema, fileIds: z.array(fileIdSchema) })
const list = z.object({ mirrorId: mirrorIdSchema, host: hostIdSchema })

/** Who did something since the last look: workers that were awake, the run that began, the owner. */
export type Doings = { awake: Set<ModelWorker>; begun: Run | null; owner: boolean }

export class World {
  readonly ground: Ground
  readonly id: MirrorId
  readonly files: { id: FileId; bytes: Buffer }[]
  readonly workers: ModelWorker[]
  deleted = false
  doings: Doings = { awake: new Set(), begun: null, owner: false }

  private constructor(ground: Ground, id: MirrorId, files: World['files']) {
    this.ground = ground
    this.id = id
    this.files = files
    this.workers = [new ModelWorker(ground), new ModelWorker(ground)]
  }

  /** Makes a mirror of files of these sizes, none of them uploaded yet. */
  static async create(ground: Ground, sizes: readonly number[]): Promise<World> {
    for (const host of ground.hosts) host.reset()
    ground.queue.clear()
    ground.storage.objects.clear()
    await database().execute(sql`delete from host_health`)
    const names = sizes.map((size) => ({ name: `${randomUUID()}.bin`, size }))
    const { id, files } = await ground.caller.mirror.create({ nickname: 'a mirror', files: names })
    const known = files.map((file, index) => ({ id: file.id, bytes: sampleBytes(sizes[index] ?? 0, index) }))
    return new World(ground, id, known)
  }

  /** Begins to note who does something. */
  look(): void {
    const awake = this.workers.filter((worker) => worker.run !== null && !worker.isFrozen)
    this.doings = { awake: new Set(awake), begun: null, owner: false }
  }

  /** A call of the owner's, which may be refused for reasons that users read. */
  async ask(call: (caller: Caller['mirror']) => Promise<unknown>): Promise<void> {
    this.doings.owner = true
    try {
      await call(this.ground.caller.mirror)
    } catch (error) {
      if (!(error instanceof TRPCError) || !['CONFLICT', 'NOT_FOUND'].includes(error.code)) throw error
    }
  }

  async upload(index: number): Promise<void> {
    const file = this.files[index]
    if (!file || this.deleted) return
    const { objects } = this.ground.storage
    const key = stagingKey(this.id, file.id)
    const [row] = await database().select({ status: files.status }).from(files).where(eq(files.id, file.id))
    if (row?.status === 'uploading') objects.set(key, file.bytes)
    await this.ask((mirror) => mirror.completeUpload({ fileId: file.id }))
  }

  async delete(): Promise<void> {
    this.doings.owner = true
    if (!this.deleted) await this.ground.caller.history.delete({ id: this.id })
    this.deleted = true
  }

  /** Every wait between tries is over, and so is every pause of a host. */
  async waitForTries(): Promise<void> {
    await database().execute(
      sql`update transfers set next_try_at = now() where mirror_id = ${this.id} and status = 'queued'`,
    )
    await database().execute(
      sql`update host_health set paused_until = least(paused_until, now()), probe_until = least(probe_until, now())`,
    )
  }

  /** Lets a worker that has nothing to do work on a file, until that is over or stands still. */
  async work(worker: ModelWorker, fileId: FileId, plans: Plans): Promise<void> {
    if (worker.run || worker.isFrozen) return
    await this.waitForTries()
    await this.#begin(worker, { work: { fileId }, plans, done: () => undefined })
  }

  /** The same with the oldest list that is to be made. */
  async makeList(worker: ModelWorker, plans: Plans): Promise<void> {
    const [job] = this.ground.queue.waiting('make-list')
    if (!job || worker.run || worker.isFrozen) return
    await this.#begin(worker, { work: list.parse(job.data), plans, done: () => this.ground.queue.done(job) })
  }

  #begin(worker: ModelWorker, beginning: Beginning): Promise<void> {
    const run = worker.begin(beginning)
    this.doings.begun = run
    return this.#untilStill(worker, run)
  }

  async #untilStill(worker: ModelWorker, run: Run): Promise<void> {
    this.doings.awake.add(worker)
    const ends = [worker.over, run.held.promise]
    const othersMake = this.ground.hosts.some(({ making }) => [...making].some(({ by }) => by !== run))
    await Promise.race(othersMake ? [...ends, sleep(PATIENCE_MS)] : ends)
    // What the frozen had asked the database for is done all the same.
    if (worker.isFrozen) await worker.gate.quiet()
  }

  /** What stands still goes on, to its end. */
  async wake(worker: ModelWorker): Promise<void> {
    const { run } = worker
    if (!run) return
    run.release()
    worker.gate.open()
    this.doings.awake.add(worker)
    const othersMake = this.ground.hosts.some(({ making }) => [...making].some(({ by }) => by !== run))
    await Promise.race(othersMake ? [worker.over, sleep(PATIENCE_MS)] : [worker.over])
  }

  /** The process is gone, and with it all that it was about to do; another one takes its place. */
  async die(index: number): Promise<void> {
    const worker = this.workers[index]
    if (!worker?.run) return
    this.doings.awake.add(worker)
    worker.gate.shut()
    await worker.gate.quiet()
    this.workers[index] = new ModelWorker(this.ground)
  }

  /** The process is told to end, and puts back what it can. */
  async stop(worker: ModelWorker): Promise<void> {
    const { run } = worker
    if (!run || worker.isFrozen) return
    this.doings.awake.add(worker)
    run.stopping.abort(new Error('The process stops.'))
    await worker.over
  }

  /** So much time passes without a sign of life that every lease runs out. */
  async lapse(): Promise<void> {
    const longAgo = sql`now() - interval '1 second'`
    await database().execute(
      sql`update transfers set lease_expires_at = ${longAgo} where mirror_id = ${this.id} and lease is not null`,
    )
    await database().execute(
      sql`update host_links set group_lease_expires_at = ${longAgo} where mirror_id = ${this.id} and group_lease is not null`,
    )
    for (const { making } of this.ground.hosts) for (const one of making) one.lapsed = true
  }

  /** What is to be deleted is deleted. */
  async tidy(): Promise<void> {
    const { queue } = this.ground
    for (const job of queue.waiting('delete-staging')) {
      await deleteStaging(staged.parse(job.data), new AbortController().signal)
      queue.done(job)
    }
  }

  /** A day passes, and the sweeper comes. */
  async sweep(): Promise<void> {
    const day = sql`interval '25 hours'`
    await database().execute(sql`update mirrors set uploaded_at = uploaded_at - ${day} where id = ${this.id}`)
    await database().execute(sql`update files set staged_at = staged_at - ${day} where mirror_id = ${this.id}`)
    await database().execute(sql`update transfers set finished_at = finished_at - ${day} where mirror_id = ${this.id}`)
    await sweep(new AbortController().signal)
    this.doings.owner = true
  }

  /** Leaves nothing behind for the next one. */
  async end(): Promise<void> {
    for (const { gate, run } of this.workers) {
      run?.release()
      run?.stopping.abort(new Error('The story is over.'))
      gate.open()
    }
    for (const worker of this.workers) await inTime(worker.over)
    await this.delete()
  }

  /** All faults are over: what is left comes to its end, by the rows that the product itself finds due. */
  async finish(): Promise<void> {
    for (const { gate, run } of this.workers) {
      run?.release()
      gate.open()
    }
    for (const worker of this.workers) await inTime(worker.over)
    for (const index of this.files.keys()) await this.upload(index)
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.lapse()
      await this.waitForTries()
      const due = (await listOverdueFiles(database(), 0))
        .map(({ fileId }) => fileId)
        .filter((id) => this.files.some((file) => file.id === id))
      if (due.length === 0 && this.ground.queue.waiting('make-list').length === 0) return
      const [worker] = this.workers
      if (!worker) return
      for (const fileId of due) await inTime(this.work(worker, fileId, noFaults))
      await inTime(this.makeList(worker, noFaults))
    }
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  const late = sleep(LONGEST_MS, 'late' as const, { ref: false })
  if ((await Promise.race([work, late])) === 'late') throw new Error('I14: a run does not come to its end')
}
