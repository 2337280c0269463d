// What programs sign in with: of a token only its hash is kept.
import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './users.ts'

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** SHA-256 of the token, in hex: it has 256 random bits, so there is nothing to guess. */
    hash: text().notNull().unique('api_tokens_hash'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
  },
  (token) => [
    index('api_tokens_user').on(token.userId, token.createdAt),
    check('api_tokens_name_length', sql`char_length(${token.name}) between 1 and 60`),
    check('api_tokens_hash_hex', sql`${token.hash} ~ '^[0-9a-f]{64}$'`),
  ],
)
