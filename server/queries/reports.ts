// What people tell the operator of a mirror.
import type { Executor } from '#db/connection.ts'
import { reports } from '#db/schema/schema.ts'
import type { ReportReason } from '#db/schema/states.ts'
import type { MirrorId } from '#server/ids.ts'

export type NewReport = { mirrorId: MirrorId; reason: ReportReason; details: string | null; contact: string | null }

/** @returns its id */
export async function addReport(db: Executor, report: NewReport): Promise<string> {
  const [row] = await db.insert(reports).values(report).returning({ id: reports.id })
  if (!row) throw new Error('a report that was written down has an id')
  return row.id
}
