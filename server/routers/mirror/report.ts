// Tells the operator that something is wrong with a mirror. Whoever has the link may, without its password.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { reportReasons } from '#db/schema/states.ts'
import { mirrorAccess } from '#server/auth/mirror-access.ts'
import { countTry } from '#server/auth/rate-limits.ts'
import { clientAddress } from '#server/client-address.ts'
import { notFound } from '#server/errors.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { addReport } from '#server/queries/reports.ts'
import { publicProcedure } from '#server/trpc/init.ts'

/** As typed, without what nobody sees around it; null where that is nothing. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `This has more than ${most} characters.`)
    // The database does not take it, and nobody types it.
    .refine((text) => !text.includes('\0'), 'This is no text.')
    .transform((text) => (text === '' ? null : text))
    .optional()

const input = z.object({
  id: mirrorIdSchema,
  reason: z.enum(reportReasons, 'Say what is wrong.'),
  details: words(2000),
  contact: words(254),
})

export const report = publicProcedure
  .input(input)
  .mutation(async ({ ctx: { headers }, input: { id, reason, details = null, contact = null } }) => {
    await countTry('report', clientAddress(headers))
    const { state } = await mirrorAccess(id, headers)
    if (state !== 'open' && state !== 'locked') throw notFound('mirror')
    return { id: await addReport(database(), { mirrorId: id, reason, details, contact }) }
  })
