// One file going to one host. The row decides; the queue only wakes a worker.
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { files } from './files.ts'
import { mirrors } from './mirrors.ts'
import { linkStates, oneOf, transferStatuses, verifications } from './states.ts'

export const transfers = pgTable(
  'transfers',
  {
    id: uuid().primaryKey().defaultRandom(),
    mirrorId: uuid('mirror_id')
      .notNull()
      .references(() => mirrors.id, { onDelete: 'cascade' }),
    fileId: uuid('file_id')
      .notNull()
      .references(() => files.id, { onDelete: 'cascade' }),
    host: text().notNull(),
    status: text({ enum: transferStatuses }).notNull().default('queued'),
    /** Tries made since the owner asked, the running one included. */
    attempt: integer().notNull().default(0),
    /** The token of the running attempt: a write that carries another one changes nothing. */
    lease: uuid(),
    leaseExpiresAt: timestamp('lease_expires_at', { withTimezone: true }),
    /** When its owner asked for it, the last time. */
    wantedAt: timestamp('wanted_at', { withTimezone: true }).notNull().defaultNow(),
    nextTryAt: timestamp('next_try_at', { withTimezone: true }).notNull().defaultNow(),
    /** Whether an earlier try may have left a copy at the host although nobody heard of it. */
    inDoubt: boolean('in_doubt').notNull().default(false),
    /** Tries in a row that ended without an answer after the last byte. */
    unknownEnds: integer('unknown_ends').notNull().default(0),
    bytesSent: bigint('bytes_sent', { mode: 'number' }).notNull().default(0),
    firstStartedAt: timestamp('first_started_at', { withTimezone: true }),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    url: text(),
    /** The host's own id of its copy, with what else the adapter needs to come back to it. */
    hostFileId: text('host_file_id'),
    hostExtra: jsonb('host_extra').$type<Record<string, string>>(),
    verified: text({ enum: verifications }),
    checkedAt: timestamp('checked_at', { withTimezone: true }),
    /** Whether the host still had the copy when it was asked last; null before that. */
    linkState: text('link_state', { enum: linkStates }),
    /** When it is asked again; null where nobody asks. */
    nextCheckAt: timestamp('next_check_at', { withTimezone: true }),
    /** Where an upload in parts stands at the host, for the next attempt; encrypted by the application. */
    resumeNote: text('resume_note'),
    /** When the host lets go of its copy, where that is known. */
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** When we took the copy away, because its time was over. */
    removedAt: timestamp('removed_at', { withTimezone: true }),
    /** A sentence for people on what went wrong last. */
    error: text(),
  },
  (transfer) => [
    unique('transfers_file_host').on(transfer.fileId, transfer.host),
    index('transfers_mirror').on(transfer.mirrorId),
    index('transfers_copy').on(transfer.host, transfer.hostFileId).where(sql`${transfer.hostFileId} is not null`),
    index('transfers_due').on(transfer.nextTryAt).where(sql`${transfer.status} = 'queued'`),
    index('transfers_leased').on(transfer.leaseExpiresAt).where(sql`${transfer.status} = 'running'`),
    index('transfers_to_check').on(transfer.nextCheckAt).where(sql`${transfer.nextCheckAt} is not null`),
    index('transfers_finished').on(transfer.finishedAt).where(sql`${transfer.finishedAt} is not null`),
    index('transfers_expiring')
      .on(transfer.expiresAt)
      .where(sql`${transfer.expiresAt} is not null and ${transfer.removedAt} is null`),
    check('transfers_status_known', sql`${transfer.status} in ${oneOf(transferStatuses)}`),
    check('transfers_verified_known', sql`${transfer.verified} in ${oneOf(verifications)}`),
    check('transfers_link_state_known', sql`${transfer.linkState} in ${oneOf(linkStates)}`),
    check('transfers_running_has_lease', sql`(${transfer.status} = 'running') = (${transfer.lease} is not null)`),
    check('transfers_lease_expires', sql`(${transfer.lease} is null) = (${transfer.leaseExpiresAt} is null)`),
    check(
      'transfers_done_has_link',
      sql`${transfer.status} <> 'done' or (${transfer.url} is not null and ${transfer.verified} is not null and ${transfer.hostFileId} is not null)`,
    ),
    check('transfers_bytes_counted', sql`${transfer.bytesSent} >= 0`),
  ],
)
