// A blow at a process of the product, as data: when it comes, and whether it kills or freezes.
import { z } from 'zod'
import { points } from '#server/mirroring/points.ts'

const atPoint = z.strictObject({
  point: z.enum(points),
  /** It is the n-th arrival there that is struck, counted from the start of the process. */
  arrival: z.int().min(1),
  /** Arrivals of other hosts do not count; points that are no host's have none. */
  host: z.string().exactOptional(),
  /** Where it has not come there so many milliseconds after it could, it is struck all the same. Default: never. */
  orAfterMs: z.int().min(0).exactOptional(),
})

export const strikeSchema = z.strictObject({
  /** A point of a transfer's life, or so many milliseconds after the process is ready and has something to do. */
  when: z.union([atPoint, z.strictObject({ afterMs: z.int().min(0) })]),
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
})
export type Strike = z.infer<typeof strikeSchema>

/** How a process that strikes itself is told of it: JSON of a `Strike`. */
export const STRIKE_VARIABLE = 'CHAOS_STRIKE'

/** What it says on stderr in its last moment. */
export const LAST_WORDS = 'struck at a point of a transfer'

/** In a line of a log. */
export function tellStrike({ when, signal }: Strike, by: 'point' | 'clock'): string {
  if (!('point' in when)) return `${signal} after ${when.afterMs} ms`
  if (by === 'clock') return `${signal} after ${when.orAfterMs} ms without ${when.point}`
  return `${signal} at ${when.host ?? ''} ${when.point} no. ${when.arrival}`.replace('  ', ' ')
}
