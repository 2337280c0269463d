// What adapters remember about a host account, such as a guest token: sealed in the database, shared by all instances.
import { and, eq, sql } from 'drizzle-orm'
import type { Database, Executor } from '#db/connection.ts'
import { hostMemory } from '#db/schema/schema.ts'
import { seal, unseal } from '#server/crypto.ts'
import type { HostAccountId, HostId } from '#server/ids.ts'

const purpose = (host: HostId, key: string) => `host memory of ${host}: ${key}`

/** The value, or null where there is none or it was sealed under another AUTH_SECRET. */
export async function readHostMemory(db: Executor, host: HostId, key: string): Promise<string | null> {
  const [row] = await db
    .select({ sealed: hostMemory.sealed })
    .from(hostMemory)
    .where(and(eq(hostMemory.host, host), eq(hostMemory.key, key)))
  return row ? unseal(row.sealed, purpose(host, key)) : null
}

/** Remembers a value in place of an earlier one, for as long as its account is there. */
export async function writeHostMemory(
  db: Executor,
  { host, key, value, accountId }: { host: HostId; key: string; value: string; accountId?: HostAccountId },
): Promise<void> {
  const sealed = seal(value, purpose(host, key))
  await db
    .insert(hostMemory)
    .values({ host, key, sealed, accountId })
    .onConflictDoUpdate({ target: [hostMemory.host, hostMemory.key], set: { sealed, setAt: sql`now()` } })
}

/**
 * Reads the value, or makes it while all other instances wait for it.
 * @param stale a value that counts as missing, since the host refused it
 */
export async function readOrMakeHostMemory(
  database: Database,
  { host, key, stale, ...of }: { host: HostId; key: string; stale: string | undefined; accountId?: HostAccountId },
  create: () => Promise<string>,
): Promise<string> {
  const found = await readHostMemory(database, host, key)
  if (found !== null && found !== stale) return found
  return database.transaction(async (db) => {
    await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${host}:${key}`}, 7233002))`)
    const known = await readHostMemory(db, host, key)
    if (known !== null && known !== stale) return known
    const value = await create()
    await writeHostMemory(db, { host, key, value, ...of })
    return value
  })
}
