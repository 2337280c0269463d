// Where a page of the history ended, as a text that a caller only ever hands back.
import { z } from 'zod'
import { mirrorIdSchema } from '#server/ids.ts'
import { type HistoryPlace, type HistorySort, historySorts } from '#server/queries/history-order.ts'

const WHAT = 'This is not where a page ended.'

const whole = /^\d{1,16}$/
/** What a place in each order is like: microseconds, a name, bytes. */
const keySchemas: Record<HistorySort, z.ZodType<string>> = {
  newest: z.string().regex(whole),
  oldest: z.string().regex(whole),
  // PostgreSQL takes no NUL, and a name can grow when its letters are made small.
  name: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => !name.includes('\0')),
  largest: z.string().regex(whole),
}

const partsSchema = z
  .tuple([z.enum(historySorts), z.string(), mirrorIdSchema])
  .refine(([sort, key]) => keySchemas[sort].safeParse(key).success, WHAT)
  .transform(([sort, key, id]) => ({ sort, key, id }))

export const cursorSchema = z
  .string()
  .max(2000)
  .transform((text, context) => {
    try {
      const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
      return parts
    } catch {
      context.addIssue({ code: 'custom', message: WHAT })
      return z.NEVER
    }
  })
  .pipe(partsSchema)

export const toCursor = (sort: HistorySort, { key, id }: HistoryPlace): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url')
