// One instance of the product that is struck and started again, on the same data folder, database and storage.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Life, startLife } from './life.ts'
import type { Strike } from './strike.ts'

/** A strike that has come about. */
export type Blow = { strike: Strike; at: Date; by: 'point' | 'clock' }

export type Fate = {
  strikes: readonly Strike[]
  /** Resolves when there is something to do: strikes by the clock count from then. */
  working: Promise<void>
  /** Aborts when nothing is left to do: strikes whose time has not come by then never come. */
  over: AbortSignal
  /** Resolves when a frozen process is to wake up. */
  onBlow: (blow: Blow) => Promise<void>
}

export class Instance {
  readonly #env: Record<string, string>
  readonly #fate: Fate
  readonly #first = Promise.withResolvers<Life>()
  readonly #lives: Life[] = []
  #life: Life | null = null

  constructor(env: Record<string, string>, fate: Fate) {
    this.#env = env
    this.#fate = fate
  }

  /** The address of the process that answers now, or null between two of them and while it is frozen. */
  get url(): string | null {
    return this.#life?.url ?? null
  }

  /** The address of its first process. */
  async firstUrl(): Promise<string> {
    return (await this.#first.promise).url
  }

  /** What its processes have logged, one after the other. */
  log(): string {
    return this.#lives.map((life) => life.process.log()).join('\n--- started again ---\n')
  }

  /** Its lives, one after the other; resolves when the last one has been begun, or when all is over. */
  async live(): Promise<void> {
    const { strikes, over, onBlow } = this.#fate
    for (const strike of [...strikes, undefined]) {
      const life = await startLife(this.#env, strike)
      this.#lives.push(life)
      this.#life = life
      this.#first.resolve(life)
      const by = strike ? await this.#comesAbout(life, strike) : null
      if (!strike || by === null) return
      this.#life = null
      const thaw = onBlow({ strike, by, at: new Date() })
      if (strike.signal === 'SIGKILL') continue
      await thaw
      life.wake()
      this.#life = life
      return
    }
    over.throwIfAborted()
  }

  /** By what it came about, or null when all is over before. */
  async #comesAbout(life: Life, { when, signal }: Strike): Promise<Blow['by'] | null> {
    const { working, over } = this.#fate
    const [ended, ending] = [Promise.withResolvers<null>(), () => ended.resolve(null)]
    const decided = new AbortController()
    const byTheClock = async (afterMs: number) => {
      await working
      await sleep(afterMs, undefined, { signal: AbortSignal.any([decided.signal, over]) })
      await life.strike(signal)
      return 'clock' as const
    }
    const itself = async () => {
      await life.struckItself(signal)
      return 'point' as const
    }
    over.addEventListener('abort', ending, { once: true })
    const ms = 'point' in when ? when.orAfterMs : when.afterMs
    const ways = [
      // A way that is cut off by another one waits for the end like all.
      ...('point' in when ? [itself().catch(() => ended.promise)] : []),
      ...(ms === undefined ? [] : [byTheClock(ms).catch(() => ended.promise)]),
      unexpectedEnd(life, signal),
      ended.promise,
    ]
    if (over.aborted) ending()
    try {
      return await Promise.race(ways)
    } finally {
      decided.abort()
    }
  }
}

/** Never resolves; rejects when the process ends for another reason than the strike. */
async function unexpectedEnd(life: Life, wanted: Strike['signal']): Promise<never> {
  const { code, signal } = await life.process.exited
  if (signal === wanted) return new Promise<never>(() => undefined)
  throw new Error(`An instance ended by itself with ${code ?? signal}:\n${life.process.log()}`)
}
