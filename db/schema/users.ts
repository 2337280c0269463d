// People: a guest is a user without a username.
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().defaultRandom(),
    username: text(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    email: text(),
    phone: text(),
    /** An argon2id hash in PHC form; null for guests. */
    passwordHash: text('password_hash'),
    /** A session whose token names an older one is over: it goes up when the password changes. */
    sessionGeneration: integer('session_generation').notNull().default(0),
    memberSince: timestamp('member_since', { withTimezone: true }).notNull().defaultNow(),
    /** When the current session token has to be renewed at the latest. */
    nextRenewal: timestamp('next_renewal', { withTimezone: true }),
  },
  (user) => [
    uniqueIndex('users_username_key').on(sql`lower(${user.username})`),
    uniqueIndex('users_email_key').on(sql`lower(${user.email})`),
    check('users_username_length', sql`char_length(${user.username}) between 3 and 32`),
    check('users_first_name_length', sql`char_length(${user.firstName}) between 1 and 100`),
    check('users_last_name_length', sql`char_length(${user.lastName}) between 1 and 100`),
    check('users_email_length', sql`char_length(${user.email}) between 3 and 254`),
    check('users_phone_length', sql`char_length(${user.phone}) between 3 and 32`),
    check('users_named_or_guest', sql`(${user.username} is null) = (${user.passwordHash} is null)`),
  ],
)
