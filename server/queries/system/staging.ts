// Which objects in storage are still needed.
import { and, eq, inArray } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import type { FileId, MirrorId } from '#server/ids.ts'

/** Whether the file is on its way into staging, or waits there to be sent. */
export async function needsStaging(db: Executor, id: FileId): Promise<boolean> {
  const rows = await db
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.id, id), inArray(files.status, ['uploading', 'staged'])))
  return rows.length > 0
}

/** Whether the mirror has not been deleted. */
export async function mirrorExists(db: Executor, id: MirrorId): Promise<boolean> {
  const rows = await db.select({ id: mirrors.id }).from(mirrors).where(eq(mirrors.id, id))
  return rows.length > 0
}
