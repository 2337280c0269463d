// The reports that the operator has not been done with.
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors, reports } from '#db/schema/schema.ts'
import type { ReportReason } from '#db/schema/states.ts'

export type OpenReport = {
  id: string
  mirrorId: string
  owner: string
  name: string
  reason: ReportReason
  details: string | null
  contact: string | null
  reportedAt: Date
  /** Open reports of the same mirror, this one included. */
  ofMirror: number
}

/** Newest first. */
export const listOpenReports = (db: Executor): Promise<OpenReport[]> =>
  db
    .select({
      id: reports.id,
      mirrorId: reports.mirrorId,
      owner: mirrors.ownerId,
      name: mirrors.name,
      reason: reports.reason,
      details: reports.details,
      contact: reports.contact,
      reportedAt: reports.reportedAt,
      ofMirror: sql<number>`count(*) over (partition by ${reports.mirrorId})`.mapWith(Number),
    })
    .from(reports)
    .innerJoin(mirrors, eq(mirrors.id, reports.mirrorId))
    .where(isNull(reports.closedAt))
    .orderBy(desc(reports.reportedAt))

/** @returns false when there is no such report that is open */
export async function closeReport(db: Executor, id: string): Promise<boolean> {
  const rows = await db
    .update(reports)
    .set({ closedAt: sql`now()` })
    .where(and(eq(reports.id, id), isNull(reports.closedAt)))
    .returning({ id: reports.id })
  return rows.length > 0
}
