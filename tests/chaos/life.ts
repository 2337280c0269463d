// One process of the product, from its start to its end, which may strike itself on the way.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '#tests/support/free-port.ts'
import { type ProductProcess, spawnProduct } from '#tests/support/product.ts'
import { LAST_WORDS, STRIKE_VARIABLE, type Strike } from './strike.ts'

const preload = pathToFileURL(join(import.meta.dirname, 'strike-self.ts')).href

/** Another program took the port, or the machine had so much to do that the database was not there in time. */
const passing = /is taken by another program|CONNECT_TIMEOUT/
const START_ATTEMPTS = 3

export type Life = {
  /** No slash at the end. */
  url: string
  process: ProductProcess
  /** Resolves once it has struck itself at its point, and is dead where that kills. @throws {Error} when it ends before */
  struckItself(signal: Strike['signal']): Promise<void>
  /** Strikes it now. */
  strike(signal: Strike['signal']): Promise<void>
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
      return lifeOf(product, `http://127.0.0.1:${port}`)
    } catch (error) {
      if (attempt === START_ATTEMPTS || !passing.test(product.log())) throw error
    }
  }
}

const armed = (strike: Strike | undefined): Record<string, string> =>
  strike && 'point' in strike.when
    ? { NODE_OPTIONS: `--import=${preload}`, [STRIKE_VARIABLE]: JSON.stringify(strike) }
    : {}

function lifeOf(product: ProductProcess, url: string): Life {
  const come = async (signal: Strike['signal']) => {
    if (signal === 'SIGKILL') await product.exited
  }
  return {
    url,
    process: product,
    async struckItself(signal) {
      await product.logged(new RegExp(LAST_WORDS))
      await come(signal)
    },
    async strike(signal) {
      process.kill(product.pid, signal)
      await come(signal)
    },
    wake: () => void process.kill(product.pid, 'SIGCONT'),
  }
}
