// Sets what it takes to see a mirror, a password, and until when it can be seen.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hashPassword } from '#server/auth/password.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { getSharing, setSharing } from '#server/queries/sharing.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { MOST_CHARACTERS } from './require-access.ts'

/** Beyond it, a year has no four figures any more. */
const LATEST = new Date('9999-12-31T00:00:00Z')

const input = z.object({
  id: mirrorIdSchema,
  password: z
    .string()
    .min(1, 'A password has at least one character.')
    .max(MOST_CHARACTERS, `A mirror’s password has at most ${MOST_CHARACTERS} characters.`)
    .nullable()
    .optional(),
  expiresAt: z
    .date()
    .max(LATEST, 'This is too far in the future.')
    .refine((date) => date.getTime() > Date.now(), 'This time is over already.')
    .nullable()
    .optional(),
})

/** What is left out stays as it is; null takes it away. */
export const share = sessionProcedure
  .input(input)
  .mutation(async ({ ctx: { owner }, input: { id, password, expiresAt } }) => {
    // Before the hash, which is work, and may be for nothing.
    const now = await getSharing(database(), owner, id)
    if (password === undefined && expiresAt === undefined) return { id, ...now }
    const passwordHash = typeof password === 'string' ? await hashPassword(password) : password
    return database().transaction(async (tx) => ({
      id,
      ...(await setSharing(tx, owner, { id, passwordHash, expiresAt })),
    }))
  })
