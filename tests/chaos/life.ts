// One process of the product, from its start to its end, which may strike itself on the way.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '#tests/support/free-port.ts'
import { type ProductProcess, spawnProduct } from '#tests/support/product.ts'
import { LAST_WORDS, STRIKE_VARIABLE, type Strike, tellStrike } from './strike.ts'

const preload = pathToFileURL(join(import.meta.dirname, 'strike-self.ts')).href

/** Another program took the port, or the machine had so much to do that the database was not there in time. */
const passing = /is taken by another program|CONNECT_TIMEOUT/
const START_ATTEMPTS = 3

export type Life = {
  /** No slash at the end. */
  url: string
  process: ProductProcess
  /** Sends the signal, and resolves once it has come about; where the strike is at a point, once that was reached. */
  struck(): Promise<void>
  wake(): void
}

/**
 * Starts the product and waits until it answers, or has struck itself before that.
 * @param strike what is to befall it; none for a life to the end
 * @throws {Error} with the log when it does not start
 */
export async function startLife(env: Record<string, string>, strike?: Strike): Promise<Life> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const product = spawnProduct({ env: { ...env, PORT: String(port), ...armed(strike) } })
    try {
      await Promise.any([product.printed(/ready at (\S+)/), product.logged(new RegExp(LAST_WORDS))])
      return lifeOf(product, `http://127.0.0.1:${port}`, strike)
    } catch (error) {
      if (attempt === START_ATTEMPTS || !passing.test(product.log())) throw error
    }
  }
}

const armed = (strike: Strike | undefined): Record<string, string> =>
  strike && 'point' in strike.when
    ? { NODE_OPTIONS: `--import=${preload}`, [STRIKE_VARIABLE]: JSON.stringify(strike) }
    : {}

function lifeOf(product: ProductProcess, url: string, strike: Strike | undefined): Life {
  return {
    url,
    process: product,
    async struck() {
      if (!strike) throw new Error('Nothing is to befall this process.')
      const { when, signal } = strike
      if ('point' in when) await product.logged(new RegExp(LAST_WORDS))
      else process.kill(product.pid, signal)
      if (signal === 'SIGSTOP') return
      const { code, signal: by } = await product.exited
      if (by !== 'SIGKILL') throw new Error(`${tellStrike(strike)} ended it with ${code ?? by}:\n${product.log()}`)
    },
    wake: () => void process.kill(product.pid, 'SIGCONT'),
  }
}
