// Changes what an account says of its owner, one field or several.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { updateProfile } from '#server/queries/profile.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { describeAccount } from './describe-account.ts'
import { emailSchema, firstNameSchema, lastNameSchema, phoneSchema, usernameSchema } from './fields.ts'

const input = z
  .object({
    username: usernameSchema.optional(),
    firstName: firstNameSchema.optional(),
    lastName: lastNameSchema.optional(),
    email: emailSchema.optional(),
    phone: phoneSchema.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'There is nothing to change.')

export const update = sessionProcedure.input(input).mutation(async ({ ctx: { owner, sessionEndsAt }, input }) => {
  await updateProfile(database(), owner, input)
  return describeAccount(owner, sessionEndsAt)
})
