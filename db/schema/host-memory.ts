// What an adapter has to remember about an account at a host, such as a guest token; encrypted by the application.
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { hostAccounts } from './host-accounts.ts'

/** `key` names the account where it is not the operator's. */
export const hostMemory = pgTable(
  'host_memory',
  {
    host: text().notNull(),
    key: text().notNull(),
    sealed: text().notNull(),
    /** Whose memory it is; null for the operator's. */
    accountId: uuid('account_id').references(() => hostAccounts.id, { onDelete: 'cascade' }),
    setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (memory) => [primaryKey({ columns: [memory.host, memory.key] })],
)
