// Puts a new password in the place of the current one, and ends every other session.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hashPassword, isPassword } from '#server/auth/password.ts'
import { countPasswordTry, forgivePasswordTry } from '#server/auth/rate-limits.ts'
import { clientAddress } from '#server/client-address.ts'
import { AppError, fieldError } from '#server/errors.ts'
import { changePasswordHash, getCredentials } from '#server/queries/credentials.ts'
import { browserProcedure } from '#server/trpc/init.ts'
import { newPasswordSchema } from './fields.ts'

const input = z.object({
  currentPassword: z.string('Type your current password.').min(1, 'Type your current password.'),
  newPassword: newPasswordSchema,
})

export const changePassword = browserProcedure.input(input).mutation(async ({ ctx, input }) => {
  const { owner } = ctx
  const credentials = await getCredentials(database(), owner)
  if (!credentials) throw new AppError('CONFLICT', 'A guest has no password: make an account first.')
  const { username, passwordHash } = credentials
  // Wrong ones count together with those at the sign-in.
  const one = { username, address: clientAddress(ctx.headers) }
  await countPasswordTry(one)
  if (!(await isPassword(input.currentPassword, passwordHash)))
    throw fieldError('BAD_REQUEST', 'currentPassword', 'This is not your current password.')
  await forgivePasswordTry(one)
  const to = await hashPassword(input.newPassword)
  const generation = await changePasswordHash(database(), owner, { from: passwordHash, to })
  await ctx.startSession({ user: owner, generation })
  return { id: owner }
})
