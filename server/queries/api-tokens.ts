// The API tokens of an owner, and whose a token is.
import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Database, Executor } from '#db/connection.ts'
import { apiTokens, users } from '#db/schema/schema.ts'
import { AppError, notFound } from '#server/errors.ts'
import { type ApiTokenId, apiTokenIdSchema, type OwnerId, type UserId, userIdSchema } from '#server/ids.ts'

const MOST_TOKENS = 50

export type ListedToken = { id: ApiTokenId; name: string; createdAt: Date; lastUsedAt: Date | null }

/** Oldest first; nothing of what they are made of. */
export async function listApiTokens(db: Executor, owner: OwnerId): Promise<ListedToken[]> {
  const { id, name, createdAt, lastUsedAt } = apiTokens
  const rows = await db
    .select({ id, name, createdAt, lastUsedAt })
    .from(apiTokens)
    .where(eq(apiTokens.userId, owner))
    .orderBy(asc(createdAt), asc(id))
  return rows.map((row) => ({ ...row, id: apiTokenIdSchema.parse(row.id) }))
}

/**
 * Keeps the hash of a new token.
 * @throws {AppError} CONFLICT when the owner has as many as anybody may have, NOT_FOUND when they were deleted meanwhile
 */
export function addApiToken(
  database: Database,
  owner: OwnerId,
  { name, hash }: { name: string; hash: string },
): Promise<ApiTokenId> {
  return database.transaction(async (db) => {
    // Two of one owner wait for each other here, so that both are counted.
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.id, owner)).for('update')
    if (!user) throw notFound('account')
    const [there] = await db.select({ tokens: count() }).from(apiTokens).where(eq(apiTokens.userId, owner))
    if ((there?.tokens ?? 0) >= MOST_TOKENS)
      throw new AppError('CONFLICT', `You have ${MOST_TOKENS} API tokens, which is the most: revoke one first.`)
    const [row] = await db.insert(apiTokens).values({ userId: owner, name, hash }).returning({ id: apiTokens.id })
    return apiTokenIdSchema.parse(row?.id)
  })
}

/**
 * Ends a token at once.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function removeApiToken(db: Executor, owner: OwnerId, id: ApiTokenId): Promise<void> {
  const own = and(eq(apiTokens.id, id), eq(apiTokens.userId, owner))
  const rows = await db.delete(apiTokens).where(own).returning({ id: apiTokens.id })
  if (rows.length === 0) throw notFound('API token')
}

/** Whose token has this hash, or null; that it was used is written down once a minute at most. */
export async function findTokenUser(db: Executor, hash: string): Promise<UserId | null> {
  const isDue = sql<boolean>`${apiTokens.lastUsedAt} is null or ${apiTokens.lastUsedAt} < now() - interval '1 minute'`
  const has = eq(apiTokens.hash, hash)
  const [row] = await db.select({ user: apiTokens.userId, isDue }).from(apiTokens).where(has)
  if (!row) return null
  // Of many calls at once, one writes.
  if (row.isDue) await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(and(has, isDue))
  return userIdSchema.parse(row.user)
}
