// Accounts that people have at hosts themselves; what they are made of is encrypted by the application.
import { pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { users } from './users.ts'

export const hostAccounts = pgTable(
  'host_accounts',
  {
    /** Stays the same when its credentials are replaced, so that what was begun with it goes on. */
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    host: text().notNull(),
    sealed: text().notNull(),
    setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (account) => [unique('host_accounts_user_host').on(account.userId, account.host)],
)
