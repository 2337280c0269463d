// One instance of the product that is struck and started again, on the same data folder, database and storage.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Life, startLife } from './life.ts'
import type { Strike } from './strike.ts'

/** A strike that has come about. */
export type Blow = { strike: Strike; at: Date }

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
      if (!strike || !(await this.#comesAbout(life, strike))) return
      this.#life = null
      const thaw = onBlow({ strike, at: new Date() })
      if (strike.signal === 'SIGKILL') continue
      await thaw
      life.wake()
      this.#life = life
      return
    }
    over.throwIfAborted()
  }

  async #comesAbout(life: Life, strike: Strike): Promise<boolean> {
    const { working, over } = this.#fate
    const end = new Promise<false>((resolve) => {
      if (over.aborted) resolve(false)
      over.addEventListener('abort', () => resolve(false), { once: true })
    })
    const struck = async () => {
      if ('afterMs' in strike.when) {
        await working
        await sleep(strike.when.afterMs)
        if (over.aborted) return false
      }
      await life.struck()
      return true
    }
    return Promise.race([struck(), unexpectedEnd(life, strike), end])
  }
}

/** Never resolves; rejects when the process ends for another reason than the strike. */
async function unexpectedEnd(life: Life, strike: Strike): Promise<never> {
  const { code, signal } = await life.process.exited
  if (signal === strike.signal) return new Promise<never>(() => undefined)
  throw new Error(`An instance ended by itself with ${code ?? signal}:\n${life.process.log()}`)
}
