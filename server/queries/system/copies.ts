// Copies at hosts, whichever mirror they are of.
import { and, eq } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { transfers } from '#db/schema/schema.ts'
import type { HostId } from '#server/ids.ts'

/** Whether a transfer has this copy, by the host's id of it. */
export async function isCopyInUse(db: Executor, host: HostId, hostFileId: string): Promise<boolean> {
  const rows = await db
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.host, host), eq(transfers.hostFileId, hostFileId)))
    .limit(1)
  return rows.length > 0
}
