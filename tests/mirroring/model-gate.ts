// Workers that can be frozen and woken: a gate before each call to the database and at each point of a host's upload.
import { drizzle } from 'drizzle-orm/postgres-js'
import { client, type Database } from '#db/connection.ts'
import * as schema from '#db/schema/schema.ts'

/** What is frozen waits here; what is dead waits for ever. */
export class Gate {
  #open = Promise.withResolvers<void>()
  #shut = false
  readonly #begun = new Set<Promise<unknown>>()

  constructor() {
    this.#open.resolve()
  }

  get isShut(): boolean {
    return this.#shut
  }

  shut(): void {
    if (this.#shut) return
    this.#shut = true
    this.#open = Promise.withResolvers<void>()
  }

  open(): void {
    this.#shut = false
    this.#open.resolve()
  }

  /** Resolves when the gate is open, also when it was shut again while somebody waited. */
  async pass(): Promise<void> {
    while (this.#shut) await this.#open.promise
  }

  /** Does this once the gate is open. */
  async through<T>(work: () => PromiseLike<T>): Promise<T> {
    await this.pass()
    const begun = Promise.resolve(work())
    this.#begun.add(begun)
    return begun.finally(() => this.#begun.delete(begun))
  }

  /** Resolves when all that had gone through before is over. */
  async quiet(): Promise<void> {
    while (this.#begun.size > 0) await Promise.allSettled(this.#begun)
  }
}

/** The database as a worker sees it: nothing that it asks for begins while the gate is shut. What has begun ends. */
export function gatedDatabase(gate: Gate): Database {
  const real = client()
  const begin = real.begin.bind(real)
  const gated = new Proxy(real, {
    get(target, key): unknown {
      if (key === 'begin')
        return (...args: Parameters<typeof real.begin>) => gate.through<unknown>(() => begin(...args))
      if (key === 'unsafe') return (...args: Parameters<typeof real.unsafe>) => delayed(target.unsafe(...args), gate)
      return Reflect.get(target, key)
    },
  })
  return drizzle(gated, { schema })
}

/** The driver sends a query when its `then` is asked for, so that is what waits. */
function delayed<Query extends Promise<unknown>>(query: Query, gate: Gate): Query {
  const send = query.then.bind(query)
  const later = (...args: Parameters<typeof send>) => gate.through(() => send(...args))
  return Object.assign(query, { then: later })
}
