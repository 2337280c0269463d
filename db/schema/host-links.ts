// What a host gives for a whole mirror: the album, folder or list, made once.
import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { mirrors } from './mirrors.ts'
import { groupStates, oneOf } from './states.ts'

export const hostLinks = pgTable(
  'host_links',
  {
    mirrorId: uuid('mirror_id')
      .notNull()
      .references(() => mirrors.id, { onDelete: 'cascade' }),
    host: text().notNull(),
    /** The owner's own account there that all of the mirror goes to; null for the operator's. It may be gone by now. */
    accountId: uuid('account_id'),
    /** When it has failed, the files' own links stand in for the group's. */
    groupState: text('group_state', { enum: groupStates }).notNull().default('none'),
    groupId: text('group_id'),
    groupUrl: text('group_url'),
    groupExtra: jsonb('group_extra').$type<Record<string, string>>(),
    /** Tries begun; from the second on, an earlier one may have made the group although its answer was lost. */
    groupTries: integer('group_tries').notNull().default(0),
    groupLease: uuid('group_lease'),
    groupLeaseExpiresAt: timestamp('group_lease_expires_at', { withTimezone: true }),
  },
  (link) => [
    primaryKey({ columns: [link.mirrorId, link.host] }),
    index('host_links_host').on(link.host, link.mirrorId),
    check('host_links_group_state_known', sql`${link.groupState} in ${oneOf(groupStates)}`),
    check('host_links_made_has_group', sql`${link.groupState} <> 'made' or ${link.groupId} is not null`),
    check(
      'host_links_making_has_lease',
      sql`(${link.groupState} in ('making', 'saving')) = (${link.groupLease} is not null)`,
    ),
  ],
)
