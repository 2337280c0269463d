// How often something was tried of late, by what is limited and who tries; the columns are those that rate-limiter-flexible wants.
import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    points: integer().notNull(),
    expire: timestamp({ withTimezone: true }),
  },
  (limit) => [index('rate_limits_expire').on(limit.expire)],
)
