// What went wrong last at each host, kept after the host has come back.
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const hostErrors = pgTable('host_errors', {
  host: text().primaryKey(),
  /** The kind of a `HostError`. */
  kind: text().notNull(),
  /** What users read after the host's name. */
  sentence: text().notNull(),
  failedAt: timestamp('failed_at', { withTimezone: true }).notNull(),
})
