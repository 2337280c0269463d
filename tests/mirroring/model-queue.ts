// The queue in memory, in the place of pg-boss: one job at most waits under a key, as the product's queues have it.
import { processWide } from '#server/process-wide.ts'

export type ModelJob = { name: string; key: string; data: unknown }

type Row = { data: unknown; singletonKey: string }

export class ModelQueue {
  #jobs: ModelJob[] = []

  /** Jobs of this name that wait, the oldest first. */
  waiting(name: string): readonly ModelJob[] {
    return this.#jobs.filter((job) => job.name === name)
  }

  /** Whoever has done a job takes it off; who dies leaves it. */
  done(job: ModelJob): void {
    this.#jobs = this.#jobs.filter((each) => each !== job)
  }

  clear(): void {
    this.#jobs = []
  }

  /** What the product calls to send jobs. */
  insert(name: string, rows: readonly Row[]): Promise<null> {
    for (const { data, singletonKey: key } of rows)
      if (!this.#jobs.some((job) => job.name === name && job.key === key)) this.#jobs.push({ name, key, data })
    return Promise.resolve(null)
  }
}

/** The queue of this process, from here on; has to come before the product first asks for its own. */
export function installModelQueue(): ModelQueue {
  const boss = new ModelQueue()
  return processWide('queue', () => ({ boss, starting: Promise.resolve(boss) })).boss
}
