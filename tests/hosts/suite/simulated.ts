// A bench on a simulated host: what it holds is in its ledger, and its links lead to pages.
import type { Host } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { exchange } from '#tests/simulators/client.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { freePort } from '#tests/support/free-port.ts'
import type { Bench } from './subject.ts'

type Given = Pick<Bench, 'secrets' | 'limit' | 'seams'> & {
  /** The adapter for a simulator at this origin. */
  adapterAt: (origin: string, http: HostHttp) => Host
  /** The same with an account that the host does not know. */
  wrongAccountAt?: (origin: string, http: HostHttp) => Host
}

/**
 * Waits until the simulator has met every request that a test began and broke off: a fault of the next test must not strike
 * one of those. Connections are met in the order in which they came.
 */
export async function settle({ url }: Pick<Simulator<string>, 'url'>): Promise<void> {
  const { status } = await exchange({ method: 'GET', url: `${url}/_control/faults` })
  if (status !== 200) throw new Error(`The simulator answered ${status}.`)
}

async function bytesOf(response: Response): Promise<Buffer> {
  if (!response.ok) throw new Error(`The download answered ${response.status}.`)
  return Buffer.from(await response.arrayBuffer())
}

/** Puts a running simulator on the bench; it ends with the test file. */
export async function benchOf(
  simulator: Simulator<string>,
  { adapterAt, wrongAccountAt, ...given }: Given,
): Promise<Bench> {
  whenFileEnds(() => simulator[Symbol.asyncDispose]())
  const nobody = `http://127.0.0.1:${await freePort()}`
  return {
    ...given,
    simulator,
    adapter: (http) => adapterAt(simulator.url, http),
    unreachable: (http) => adapterAt(nobody, http),
    ...(wrongAccountAt && { wrongAccount: (http) => wrongAccountAt(simulator.url, http) }),
    held: async () => simulator.ledger.filter(({ stored }) => stored),
    async download({ url }) {
      const linked = await fetch(url)
      if (!linked.headers.get('content-type')?.startsWith('text/html')) return bytesOf(linked)
      const [, href = ''] = /href="([^"]+)"/.exec(await linked.text()) ?? []
      return bytesOf(await fetch(new URL(href, url)))
    },
    async reset() {
      await settle(simulator)
      simulator.reset()
    },
  }
}
