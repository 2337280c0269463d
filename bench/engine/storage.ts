// Starts the counting storage in a process of its own, as it is in production when files are large.
import { z } from 'zod'
import type { Identity } from '../counting-storage.ts'
import { startChild } from './child.ts'

export const storageQuestion = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('start'), identity: z.object({ key: z.string(), cert: z.string() }).optional() }),
  z.object({ ask: z.literal('bytes'), key: z.string() }),
])

export type StorageProcess = AsyncDisposable & {
  /** What the product needs in its environment to use it. */
  env: Record<string, string>
  /** Bytes that went out of an object since the last look. */
  takeBytesRead(key: string): Promise<number>
}

export async function startStorage(identity?: Identity): Promise<StorageProcess> {
  const child = startChild({ file: 'storage-process.ts' })
  const env = await child.ask({ ask: 'start', identity }, z.record(z.string(), z.string()))
  return {
    env,
    takeBytesRead: (key) => child.ask({ ask: 'bytes', key }, z.number()),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
