// The input of the calls about transfers that were begun: all of a mirror's, or those to one host.
import { z } from 'zod'
import { hostIdSchema, mirrorIdSchema } from '#server/ids.ts'

export const transfersInput = z.object({ id: mirrorIdSchema, host: hostIdSchema.optional() })
