// Starts the engine in a process of its own and lets it mirror files.
import { z } from 'zod'
import { fileIdSchema } from '#server/ids.ts'
import { type Child, startChild } from './child.ts'

const order = z.object({
  fileId: fileIdSchema,
  hosts: z.array(z.object({ id: z.string(), url: z.string(), concurrency: z.number().optional() })),
  /** A host that is not waited for once all others have the file. */
  leave: z.string().optional(),
})
export type Order = z.infer<typeof order>

/** Files that are mirrored side by side. */
export const engineQuestion = z.object({ orders: z.array(order) })

const engineReply = z.object({
  files: z.array(
    z.object({
      /** Milliseconds until the file was settled with all hosts. */
      ms: z.number(),
      /** Milliseconds until each host had it, by its id. */
      uploadedMs: z.record(z.string(), z.number()),
    }),
  ),
  /** The most memory of the process meanwhile, above what it had before. */
  grownBytes: z.number(),
})
export type EngineReply = z.infer<typeof engineReply>

export type EngineProcess = AsyncDisposable & {
  pid: number
  mirror(orders: readonly Order[]): Promise<EngineReply>
}

/** @param env of the product: database, storage and secrets */
export function startEngine(env: Record<string, string>, execArgv: string[] = []): EngineProcess {
  const child: Child = startChild({ file: 'engine-process.ts', env: { LOG_LEVEL: 'error', ...env }, execArgv })
  return {
    pid: child.pid,
    mirror: (orders) => child.ask({ orders: [...orders] }, engineReply),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
