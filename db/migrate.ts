// Brings a database to this version's tables, one instance at a time however many start at once.
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

const migrationsFolder = join(import.meta.dirname, 'migrations')

/** Any number, as long as nobody else takes the same advisory lock in this database. */
const LOCK_KEY = 7_233_001

/**
 * Runs the migrations that a database lacks, under an advisory lock; those who come meanwhile wait and find nothing to do.
 * @param prepare what else is made under the lock, such as the queue's tables
 * @throws what the driver throws when the database cannot be reached or refuses a statement
 */
export async function migrateDatabase(databaseUrl: string, prepare?: (url: string) => Promise<void>): Promise<void> {
  // One connection, since the lock belongs to it.
  const client = postgres(databaseUrl, { max: 1, max_lifetime: null, connect_timeout: 10, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${LOCK_KEY})`
    await migrate(drizzle(client), { migrationsFolder })
    await prepare?.(databaseUrl)
  } finally {
    // The end of the connection lets go of the lock too.
    await client.end({ timeout: 1 })
  }
}
