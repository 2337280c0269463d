// What people report to the operator of a mirror; gone with the mirror.
import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { mirrors } from './mirrors.ts'
import { oneOf, reportReasons } from './states.ts'

export const reports = pgTable(
  'reports',
  {
    id: uuid().primaryKey().defaultRandom(),
    mirrorId: uuid('mirror_id')
      .notNull()
      .references(() => mirrors.id, { onDelete: 'cascade' }),
    reason: text({ enum: reportReasons }).notNull(),
    details: text(),
    /** How to answer whoever reported, if they want to be answered. */
    contact: text(),
    reportedAt: timestamp('reported_at', { withTimezone: true }).notNull().defaultNow(),
    /** When the operator was done with it. */
    closedAt: timestamp('closed_at', { withTimezone: true }),
  },
  (report) => [
    index('reports_open').on(report.reportedAt).where(sql`${report.closedAt} is null`),
    index('reports_mirror').on(report.mirrorId),
    check('reports_reason_known', sql`${report.reason} in ${oneOf(reportReasons)}`),
    check('reports_details_length', sql`char_length(${report.details}) <= 2000`),
    check('reports_contact_length', sql`char_length(${report.contact}) <= 254`),
  ],
)
