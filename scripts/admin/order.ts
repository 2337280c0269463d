// What an operator asks for, read from the command line.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { TakedownKind } from '#db/schema/states.ts'
import { type MirrorId, mirrorIdSchema } from '#server/ids.ts'

export const usage = `Usage:
  npm run admin -- reports                    what people have reported, newest first
  npm run admin -- close <report>             be done with a report
  npm run admin -- takedown <mirror> --legal|--rules --reason "<for everyone to read>" [--delete-copies]
  npm run admin -- restore <mirror>           let a mirror be seen again`

export type Order =
  | { kind: 'reports' }
  | { kind: 'close'; report: string }
  | { kind: 'takedown'; id: MirrorId; why: TakedownKind; reason: string; deleteCopies: boolean }
  | { kind: 'restore'; id: MirrorId }

const MOST_CHARACTERS = 1000

const flag = z.literal(true)
const orders = z.union([
  z.strictObject({ words: z.tuple([z.literal('reports')]) }).transform((): Order => ({ kind: 'reports' })),
  z
    .strictObject({ words: z.tuple([z.literal('close'), z.uuid()]) })
    .transform(({ words: [, report] }): Order => ({ kind: 'close', report })),
  z
    .strictObject({ words: z.tuple([z.literal('restore'), mirrorIdSchema]) })
    .transform(({ words: [, id] }): Order => ({ kind: 'restore', id })),
  z
    .strictObject({
      words: z.tuple([z.literal('takedown'), mirrorIdSchema]),
      legal: flag.optional(),
      rules: flag.optional(),
      reason: z.string().trim().min(1).max(MOST_CHARACTERS),
      'delete-copies': flag.optional(),
    })
    // One of the two.
    .refine(({ legal, rules }) => legal !== rules)
    .transform(
      ({ words: [, id], legal, reason, 'delete-copies': deleteCopies = false }): Order => ({
        kind: 'takedown',
        id,
        why: legal ? 'legal' : 'rules',
        reason,
        deleteCopies,
      }),
    ),
])

/** Null for what makes no sense. */
export function readOrder(args: readonly string[]): Order | null {
  const flagOption = { type: 'boolean' } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { legal: flagOption, rules: flagOption, reason: { type: 'string' }, 'delete-copies': flagOption },
      allowPositionals: true,
    })
    return orders.safeParse({ words: positionals, ...values }).data ?? null
  } catch {
    // An option that there is not: the usage says which there are.
    return null
  }
}
