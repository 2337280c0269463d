// A guest who signs in: what was theirs goes to the account, and the guest is no more.
import { and, eq, isNull, notInArray } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { hostAccounts, mirrors, users } from '#db/schema/schema.ts'
import type { OwnerId, UserId } from '#server/ids.ts'

/**
 * Moves all mirrors of a guest to an account, and accounts at hosts where it has none of its own. Of somebody who is no guest
 * nothing is moved. The guest's API tokens end: what was made without a password must not open what has one.
 * @returns how many mirrors were moved
 */
export async function adoptGuest(db: Transaction, guest: OwnerId, account: UserId): Promise<number> {
  const isGuest = and(eq(users.id, guest), isNull(users.username))
  // Waits for mirrors that are being made right now, whose rows hold on to the guest's.
  const [row] = await db.select({ id: users.id }).from(users).where(isGuest).for('update')
  if (!row) return 0
  const moved = await db
    .update(mirrors)
    .set({ ownerId: account })
    .where(eq(mirrors.ownerId, guest))
    .returning({ id: mirrors.id })
  const taken = db.select({ host: hostAccounts.host }).from(hostAccounts).where(eq(hostAccounts.userId, account))
  await db
    .update(hostAccounts)
    .set({ userId: account })
    .where(and(eq(hostAccounts.userId, guest), notInArray(hostAccounts.host, taken)))
  await db.delete(users).where(eq(users.id, guest))
  return moved.length
}
