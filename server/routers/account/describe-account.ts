// An account as its owner sees it.
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import type { OwnerId } from '#server/ids.ts'
import { getAccount } from '#server/queries/users.ts'

/** @param nextRenewal the end of the caller's own session: it has to be renewed before; null for an API token, which has none */
export async function describeAccount(owner: OwnerId, nextRenewal: Date | null) {
  const account = await getAccount(database(), owner)
  // It can be deleted between the look at the session and this one.
  if (!account) throw notFound('account')
  const { usage, ...profile } = account
  return { id: owner, ...profile, nextRenewal, isGuest: profile.username === null, usage }
}
