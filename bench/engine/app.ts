// The whole product as a process of its own, with simulated hosts in another, for what is measured from outside.
import { freePort } from '#tests/support/free-port.ts'
import { spawnProduct } from '#tests/support/product.ts'
import { runProgram } from '#scripts/run-program.ts'

export type App = AsyncDisposable & {
  /** No slash at the end. */
  url: string
}

/** Makes the build that the product is served from, where it is older than the code. */
export async function build(): Promise<void> {
  const { code, output } = await runProgram({ file: 'node', args: ['scripts/build.ts', '--if-changed'], show: false })
  if (code !== 0) throw new Error(`The build has failed:\n${output}`)
}

/** Starts it on a free port. @throws {Error} with its log when it does not start */
export async function startApp(env: Record<string, string>): Promise<App> {
  const product = spawnProduct({ env: { PORT: String(await freePort()), LOG_LEVEL: 'warn', ...env } })
  const [, url = ''] = await product.printed(/ready at (\S+)/)
  return {
    url,
    [Symbol.asyncDispose]: async () => void (await product.end('SIGTERM')),
  }
}
