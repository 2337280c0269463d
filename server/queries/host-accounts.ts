// The accounts that an owner has at hosts: which, set anew, removed, and opened for a start.
import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Executor } from '#db/connection.ts'
import { hostAccounts, hostMemory, users } from '#db/schema/schema.ts'
import { notFound } from '#server/errors.ts'
import { hostAccountIdSchema, type HostId, hostIdSchema, type OwnerId, type Secret } from '#server/ids.ts'
import { type HostAccount, sealCredentials, toHostAccount } from './system/host-accounts.ts'

export type { HostAccount }

export type ListedAccount = { host: HostId; setAt: Date }

/** By host; nothing of what they are made of. */
export async function listHostAccounts(db: Executor, owner: OwnerId): Promise<ListedAccount[]> {
  const rows = await db
    .select({ host: hostAccounts.host, setAt: hostAccounts.setAt })
    .from(hostAccounts)
    .where(eq(hostAccounts.userId, owner))
    .orderBy(asc(hostAccounts.host))
  return rows.map(({ host, setAt }) => ({ host: hostIdSchema.parse(host), setAt }))
}

/** The accounts of this owner at these hosts, to be used. */
export async function findOwnAccounts(
  db: Executor,
  owner: OwnerId,
  hosts: readonly HostId[],
): Promise<Map<HostId, HostAccount>> {
  const rows = await db
    .select()
    .from(hostAccounts)
    .where(and(eq(hostAccounts.userId, owner), inArray(hostAccounts.host, [...hosts])))
  return new Map(rows.map(toHostAccount).map((account) => [account.host, account]))
}

type Given = { host: HostId; credentials: Readonly<Record<string, Secret>> }

/**
 * Puts credentials in the place of earlier ones, if there are any: the account stays the same, and what adapters remember of
 * it is forgotten.
 * @throws {AppError} NOT_FOUND when the owner was deleted meanwhile
 */
export function setHostAccount(database: Database, owner: OwnerId, { host, credentials }: Given): Promise<Date> {
  return database.transaction(async (db) => {
    // Two of one owner wait for each other here, and what is deleted stays so.
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.id, owner)).for('update')
    if (!user) throw notFound('account')
    const [known] = await db.select({ id: hostAccounts.id }).from(hostAccounts).where(own(owner, host))
    const id = hostAccountIdSchema.parse(known?.id ?? randomUUID())
    const sealed = sealCredentials(id, credentials)
    const [row] = await db
      .insert(hostAccounts)
      .values({ id, userId: owner, host, sealed })
      .onConflictDoUpdate({ target: hostAccounts.id, set: { sealed, setAt: sql`now()` } })
      .returning({ setAt: hostAccounts.setAt })
    if (!row) throw new Error('An upsert gives its row.')
    await db.delete(hostMemory).where(eq(hostMemory.accountId, id))
    return row.setAt
  })
}

const own = (owner: OwnerId, host: HostId) => and(eq(hostAccounts.userId, owner), eq(hostAccounts.host, host))

/**
 * Removes an account. Files that are on their way with it end with a sentence that says so.
 * @throws {AppError} NOT_FOUND when there is none
 */
export async function removeHostAccount(db: Executor, owner: OwnerId, host: HostId): Promise<void> {
  const rows = await db.delete(hostAccounts).where(own(owner, host)).returning({ id: hostAccounts.id })
  if (rows.length === 0) throw notFound('account')
}
