// A worker of the model: the real engine with a gate before all that it does, which runs one piece of work at a time.
import { HostError } from '#server/hosts/errors.ts'
import type { FileId, HostId, MirrorId } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { makeList } from '#server/mirroring/make-list.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { Gate, gatedDatabase } from './model-gate.ts'
import type { ModelHost, Stop, Visitor } from './model-host.ts'
import { type AttemptPlan, fine } from './model-plan.ts'
import type { ModelStorage, StoragePlan } from './model-storage.ts'

/** For all reads of a worker; files of the model are far smaller. */
const BUFFER_BYTES = 64 * 1024 ** 2

/** What surrounds the workers. */
export type Surroundings = { hosts: readonly ModelHost[]; storage: ModelStorage }

export type Plans = { hosts: ReadonlyMap<HostId, AttemptPlan>; storage: StoragePlan }

export const noFaults: Plans = { hosts: new Map(), storage: 'fine' }

/** One piece of work on its way, as hosts and invariants know it. */
export class Run implements Visitor {
  readonly worker: ModelWorker
  /** Resolves when the run stands still somewhere. */
  readonly held = Promise.withResolvers<void>()
  readonly stopping = new AbortController()
  readonly #plans: Plans
  readonly #released = Promise.withResolvers<void>()
  #isReleased = false

  constructor(worker: ModelWorker, plans: Plans) {
    this.worker = worker
    this.#plans = plans
  }

  planAt(host: HostId): AttemptPlan {
    return this.#plans.hosts.get(host) ?? fine
  }

  get storagePlan(): StoragePlan {
    return this.#plans.storage
  }

  async reach({ hold, signal }: Stop): Promise<void> {
    const { gate } = this.worker
    if (hold !== null && !this.#isReleased) {
      if (hold === 'worker') gate.shut()
      this.held.resolve()
      if (hold === 'upload') await Promise.race([this.#released.promise, aborted(signal)])
    }
    await gate.pass()
  }

  /** From here on nothing holds it up. */
  release(): void {
    this.#isReleased = true
    this.#released.resolve()
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

export type Work = { fileId: FileId } | { mirrorId: MirrorId; host: HostId }

export type Beginning = { work: Work; plans: Plans; done: () => void }

export class ModelWorker {
  readonly gate = new Gate()
  /** What it works on, until that is over. */
  run: Run | null = null
  over: Promise<void> = Promise.resolve()
  readonly #around: Surroundings
  readonly #database = gatedDatabase(this.gate)
  readonly #shared = openShared(this.#database, BUFFER_BYTES)

  constructor(around: Surroundings) {
    this.#around = around
  }

  get isFrozen(): boolean {
    return this.gate.isShut
  }

  /**
   * Begins a piece of work. `over` resolves when it has ended, also with an error that is the queue's to try again.
   * @param done called when it has ended well
   */
  begin({ work, plans, done }: Beginning): Run {
    const run = new Run(this, plans)
    const own = this.#engineFor(run)
    const { signal } = run.stopping
    const working =
      'fileId' in work
        ? mirrorFile(own, work.fileId, { ...this.#shared, claiming: signal, signal })
        : makeList(own, work, signal)
    this.run = run
    this.over = working
      .then(done, (error: unknown) => {
        if (!(error instanceof HostError) && !signal.aborted) throw error
      })
      .finally(() => {
        this.run = null
      })
    return run
  }

  #engineFor(run: Run): Engine {
    const { hosts, storage } = this.#around
    return {
      ...engine(),
      database: this.#database,
      hostOf: (id) => hosts.find(({ kind }) => kind.id === id)?.adapterFor(run),
      read: (object, from) => storage.read(object, from, run.storagePlan),
    }
  }
}
