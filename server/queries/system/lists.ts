// The copies that a host's list of a mirror is made of.
import { and, asc, eq } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { files, mirrors, transfers } from '#db/schema/schema.ts'
import type { GroupKey } from './groups.ts'

export type ListedCopy = { id: string; name: string; extra?: Record<string, string> }

/** The mirror's name and its finished copies at a host, in the order of its files. */
export async function readCopies(
  db: Executor,
  { mirrorId, host }: GroupKey,
): Promise<{ mirrorName: string; copies: ListedCopy[] }> {
  const rows = await db
    .select({ mirrorName: mirrors.name, name: files.name, id: transfers.hostFileId, extra: transfers.hostExtra })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .innerJoin(mirrors, eq(mirrors.id, transfers.mirrorId))
    .where(and(eq(transfers.mirrorId, mirrorId), eq(transfers.host, host), eq(transfers.status, 'done')))
    .orderBy(asc(files.position))
  return {
    mirrorName: rows[0]?.mirrorName ?? '',
    copies: rows.flatMap(({ id, name, extra }) => (id === null ? [] : [{ id, name, ...(extra && { extra }) }])),
  }
}
