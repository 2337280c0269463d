// Turns a guest into a named account that keeps its mirrors; sessions that the guest has elsewhere are over.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { hashPassword } from '#server/auth/password.ts'
import { countTry } from '#server/auth/rate-limits.ts'
import { clientAddress } from '#server/client-address.ts'
import { registerGuest } from '#server/queries/credentials.ts'
import { browserProcedure } from '#server/trpc/init.ts'
import { describeAccount } from './describe-account.ts'
import { emailSchema, newPasswordSchema, usernameSchema } from './fields.ts'

const input = z.object({ username: usernameSchema, password: newPasswordSchema, email: emailSchema.optional() })

export const register = browserProcedure.input(input).mutation(async ({ ctx, input }) => {
  const { owner } = ctx
  const { username, password, email } = input
  // Every try counts, since each tells whether a username is taken.
  await countTry('register', clientAddress(ctx.headers))
  const passwordHash = await hashPassword(password)
  const names = { username, email: email ?? undefined, passwordHash }
  const generation = await registerGuest(database(), owner, names)
  return describeAccount(owner, await ctx.startSession({ user: owner, generation }))
})
