// Starts the simulators of PixelDrain, GoFile and Bunkr in a process of their own.
import { request } from 'undici'
import { z } from 'zod'
import { startChild } from './child.ts'

export const hostsQuestion = z.object({
  /** Before each reply, in milliseconds. */
  latencyMs: z.number().default(0),
})

const started = z.object({ urls: z.array(z.string()), env: z.record(z.string(), z.string()) })
const ledger = z.array(z.object({ at: z.coerce.date() }))

export type Hosts = AsyncDisposable & {
  /** What the product needs in its environment to use them. */
  env: Record<string, string>
  /** When files came to PixelDrain, whole, in milliseconds since 1970. */
  arrivals(): Promise<number[]>
}

export async function startHosts(latencyMs = 0): Promise<Hosts> {
  const child = startChild({ file: 'hosts-process.ts' })
  const { urls, env } = await child.ask({ latencyMs }, started)
  return {
    env,
    async arrivals() {
      const answer = await request(`${urls[0]}/_control/ledger`)
      return ledger.parse(await answer.body.json()).map(({ at }) => at.getTime())
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
