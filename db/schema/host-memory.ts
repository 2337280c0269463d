// What an adapter has to remember about the operator's account at a host, such as a guest token; encrypted by the application.
import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

export const hostMemory = pgTable(
  'host_memory',
  {
    host: text().notNull(),
    key: text().notNull(),
    sealed: text().notNull(),
    setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (memory) => [primaryKey({ columns: [memory.host, memory.key] })],
)
