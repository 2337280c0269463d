// One upload with its shareable page.
import { sql } from 'drizzle-orm'
import { bigint, check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { mirrorStatuses, oneOf } from './states.ts'
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
    status: text({ enum: mirrorStatuses }).notNull().default('uploading'),
    uploadedAt: timestamp('uploaded_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    /** Milliseconds from the first start of mirroring to the end of the last transfer; null until it is over. */
    durationMs: bigint('duration_ms', { mode: 'number' }),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
  },
  (mirror) => [
    // Read backwards. Descending columns would put nulls last, which is another order than that of a query.
    index('mirrors_owner_newest').on(mirror.ownerId, mirror.uploadedAt, mirror.id),
    index('mirrors_owner_status').on(mirror.ownerId, mirror.status, mirror.uploadedAt, mirror.id),
    index('mirrors_search').using('gin', mirror.searchText.op('gin_trgm_ops')),
    index('mirrors_unfinished')
      .on(mirror.uploadedAt)
      .where(sql`${mirror.status} in ('uploading', 'queued', 'mirroring')`),
    check('mirrors_name_length', sql`char_length(${mirror.name}) between 1 and 60`),
    check('mirrors_status_known', sql`${mirror.status} in ${oneOf(mirrorStatuses)}`),
    check('mirrors_duration_positive', sql`${mirror.durationMs} > 0`),
  ],
)
