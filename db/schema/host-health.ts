// A host that has failed of late, as all instances see it: a row while it fails, none while it works.
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

export const hostHealth = pgTable(
  'host_health',
  {
    host: text().primaryKey(),
    /** Failures since the last success. */
    failures: integer().notNull(),
    /** Transfers that they were of, each once, and no more of them than the rule asks for. */
    failedTransfers: uuid('failed_transfers').array().notNull(),
    failedAt: timestamp('failed_at', { withTimezone: true }).notNull(),
    /** What users read after the host's name on what went wrong last. */
    sentence: text().notNull(),
    /** Until then no transfer goes to it. */
    pausedUntil: timestamp('paused_until', { withTimezone: true }),
    /** Pauses in a row for its failures; from the first on, what follows a pause is one transfer, the probe. */
    pauses: integer().notNull().default(0),
    probe: uuid(),
    /** The probe is taken until then at least, and for as long as its lease lives. */
    probeUntil: timestamp('probe_until', { withTimezone: true }),
  },
  (health) => [
    check('host_health_failures_counted', sql`${health.failures} > 0 and ${health.pauses} >= 0`),
    check('host_health_paused_has_end', sql`${health.pauses} = 0 or ${health.pausedUntil} is not null`),
  ],
)
