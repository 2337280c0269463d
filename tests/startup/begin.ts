// A start of the product that is looked at while it goes on, or that is not to succeed.
import { endDatabaseOf } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { freePort } from '#tests/support/free-port.ts'
import { type ProductProcess, spawnProduct } from '#tests/support/product.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

type Options = {
  /** Beside the port and the data folder; wins over them. */
  env?: Record<string, string>
  dataDirectory?: string
  /** Another program than the product, in the same environment. */
  program?: string[]
  /** Where it is started; else the folder of the project. */
  cwd?: string
}

export type Beginning = ProductProcess & {
  port: number
  dataDirectory: string
  /** Waits until it is up. @returns its URL @throws {Error} with the log when it ends instead */
  ready(): Promise<string>
}

/** Starts the product with everything embedded, and waits for nothing. */
export async function begin({ env = {}, dataDirectory, program = [], cwd }: Options = {}): Promise<Beginning> {
  const folder = dataDirectory ?? (await temporaryFolder())
  whenFileEnds(() => endDatabaseOf(folder))
  const port = await freePort()
  const all = { PORT: String(port), EASYMIRROR_DATA_DIR: folder, ...env }
  const product = spawnProduct({ env: all, program, ...(cwd !== undefined && { cwd }) })
  const ready = async () => (await product.printed(/ready at (\S+)/))[1] ?? ''
  return { ...product, port, dataDirectory: folder, ready }
}

/** What it told the operator, line by line, once it has ended. */
export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')

/** Whether the whole of it answers. */
export const isHealthy = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/api/health-check`)).status === 200
