// Whether the database answers.
import { sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'

/** @throws what the driver throws when it does not */
export async function pingDatabase(db: Executor): Promise<void> {
  await db.execute(sql`select 1`)
}
