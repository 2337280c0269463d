// Jobs that are over, gathered while the queue is being told of earlier ones: a statement for all of them instead of one each.
import type { JobAttempt, PgBoss } from 'pg-boss'
import { log } from '#server/log.ts'
import type { JobName } from './queue.ts'

type Over = { attempt: JobAttempt; told: () => void }

export class Completions {
  readonly #over = new Map<JobName, Over[]>()

  get isEmpty(): boolean {
    return this.#over.size === 0
  }

  /** Resolves when the queue has been told. */
  add(name: JobName, attempt: JobAttempt): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const known = this.#over.get(name) ?? []
    known.push({ attempt, told: resolve })
    this.#over.set(name, known)
    return promise
  }

  /** Tells the queue of all that have been added. Of those it cannot be told of, the heartbeat runs out, and they are done again. */
  async flush(boss: PgBoss): Promise<void> {
    const all = [...this.#over]
    this.#over.clear()
    for (const [name, over] of all) {
      const attempts = over.map(({ attempt }) => attempt)
      await boss
        .complete(name, attempts)
        .catch((err: unknown) => log.warn({ err, job: name }, 'the queue could not be told that jobs are done'))
      for (const { told } of over) told()
    }
  }
}
