// One upload with its shareable page.
import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { mirrorStatuses, oneOf, takedownKinds } from './states.ts'
import { users } from './users.ts'

export const mirrors = pgTable(
  'mirrors',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The name and the names of the files, in the alphabet of server/queries/search-text.ts; written with each of them. */
    searchText: text('search_text').notNull().default(''),
    /** Bytes of its files that were not given up; written with each change of theirs. */
    bytes: bigint({ mode: 'number' }).notNull().default(0),
    status: text({ enum: mirrorStatuses }).notNull().default('uploading'),
    uploadedAt: timestamp('uploaded_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    /** Milliseconds from the first start of mirroring to the end of the last transfer; null until it is over. */
    durationMs: bigint('duration_ms', { mode: 'number' }),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** An argon2id hash in PHC form; null where the link alone is enough. */
    passwordHash: text('password_hash'),
    /** Nobody but its owner and the operator sees more of it than why. */
    takenDownAt: timestamp('taken_down_at', { withTimezone: true }),
    takedownKind: text('takedown_kind', { enum: takedownKinds }),
    takedownReason: text('takedown_reason'),
    /** Deleted for whoever looks, and really at this time, until when it can be brought back. */
    deleteAt: timestamp('delete_at', { withTimezone: true }),
    /** Whether its copies at hosts are deleted with it. */
    deleteFromHosts: boolean('delete_from_hosts').notNull().default(false),
  },
  (mirror) => [
    // Read backwards. Descending columns would put nulls last, which is another order than that of a query.
    index('mirrors_owner_newest').on(mirror.ownerId, mirror.uploadedAt, mirror.id),
    index('mirrors_owner_status').on(mirror.ownerId, mirror.status, mirror.uploadedAt, mirror.id),
    index('mirrors_owner_name').on(mirror.ownerId, sql`lower(${mirror.name})`, mirror.id),
    index('mirrors_owner_bytes').on(mirror.ownerId, mirror.bytes, mirror.id),
    index('mirrors_search').using('gin', mirror.searchText.op('gin_trgm_ops')),
    index('mirrors_unfinished')
      .on(mirror.uploadedAt)
      .where(sql`${mirror.status} in ('uploading', 'queued', 'mirroring')`),
    index('mirrors_to_delete').on(mirror.deleteAt).where(sql`${mirror.deleteAt} is not null`),
    check('mirrors_name_length', sql`char_length(${mirror.name}) between 1 and 60`),
    check('mirrors_status_known', sql`${mirror.status} in ${oneOf(mirrorStatuses)}`),
    check('mirrors_takedown_kind_known', sql`${mirror.takedownKind} in ${oneOf(takedownKinds)}`),
    check(
      'mirrors_taken_down_whole',
      sql`(${mirror.takenDownAt} is null) = (${mirror.takedownKind} is null) and (${mirror.takenDownAt} is null) = (${mirror.takedownReason} is null)`,
    ),
    check('mirrors_duration_positive', sql`${mirror.durationMs} > 0`),
  ],
)
