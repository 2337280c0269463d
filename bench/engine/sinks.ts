// Starts host servers that take bytes and forget them, and asks them what came.
import { z } from 'zod'
import type { Identity } from '../counting-storage.ts'
import { startChild } from './child.ts'

const options = z.object({
  /** Hosts in this process. */
  ports: z.number(),
  /** How fast each of them reads; as fast as it goes where it is not given. */
  bytesPerSecond: z.array(z.number()).optional(),
  /** Milliseconds from the last byte to the answer. */
  answerAfterMs: z.number().default(0),
  identity: z.object({ key: z.string(), cert: z.string() }).optional(),
})
export type SinkOptions = z.infer<typeof options>

export const sinkQuestion = z.discriminatedUnion('ask', [
  options.extend({ ask: z.literal('start') }),
  z.object({ ask: z.literal('facts') }),
])

const sinkFacts = z.object({
  bytes: z.number(),
  requests: z.number(),
  /** Most requests at once, over all hosts of the process. */
  mostAtOnce: z.number(),
  /** When the first byte of each body came, in milliseconds of the machine's monotonic clock, which all processes share. */
  firstBytesAt: z.array(z.number()),
})
export type SinkFacts = z.infer<typeof sinkFacts>

export type Sinks = AsyncDisposable & {
  /** One for each host; no slash at the end. */
  urls: string[]
  /** What came at each host since the last look. */
  takeFacts(): Promise<SinkFacts[]>
}

type Wanted = { hosts: number; bytesPerSecond?: number[]; answerAfterMs?: number; identity?: Identity | undefined }

/** Starts one process with so many hosts in it. */
export async function startSinks({ hosts, ...rest }: Wanted): Promise<Sinks> {
  const child = startChild({ file: 'sink.ts' })
  const ports = await child.ask({ ask: 'start', ports: hosts, ...rest }, z.array(z.number()))
  return {
    urls: ports.map((port) => `${rest.identity ? 'https' : 'http'}://127.0.0.1:${port}`),
    takeFacts: () => child.ask({ ask: 'facts' }, z.array(sinkFacts)),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
