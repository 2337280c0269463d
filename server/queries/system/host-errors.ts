// What went wrong last at each host, for whoever wonders how it does; it stays when the host has come back.
import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { hostErrors } from '#db/schema/schema.ts'
import type { HostId } from '#server/ids.ts'

/** @param error its sentence is what people read after the host's name */
export async function noteHostError(
  db: Transaction,
  host: HostId,
  { kind, sentence }: { kind: string; sentence: string },
): Promise<void> {
  const set = { kind, sentence, failedAt: sql`now()` }
  await db
    .insert(hostErrors)
    .values({ host, ...set })
    .onConflictDoUpdate({ target: hostErrors.host, set })
}
