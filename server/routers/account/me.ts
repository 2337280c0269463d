// Who the caller is, and how much is theirs.
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import { getAccount } from '#server/queries/users.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

export const me = sessionProcedure.query(async ({ ctx: { owner } }) => {
  const account = await getAccount(database(), owner)
  // It can be deleted between the look at the session and this one.
  if (!account) throw notFound('account')
  const { username, firstName, lastName, email, phone, memberSince, nextRenewal, usage } = account
  return {
    id: owner,
    username,
    firstName,
    lastName,
    email,
    phone,
    memberSince,
    nextRenewal,
    isGuest: username === null,
    usage,
  }
})
