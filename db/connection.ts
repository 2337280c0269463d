// The one connection pool of a process, shared by the server entry and the application that Next loads beside it.
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { env } from '#server/env.ts'
import { processWide } from '#server/process-wide.ts'
import * as schema from './schema/schema.ts'

const POOL_SIZE = 16
/**
 * How long a transaction may hold its locks while nothing is asked of it, in milliseconds: a process that was frozen in one
 * would otherwise keep all others from its mirror. Longer than a host may take to make an account, which waits in one.
 */
const IDLE_TRANSACTION_MS = 40_000

const open = () => {
  const client = postgres(env().DATABASE_URL, {
    max: POOL_SIZE,
    idle_timeout: 60,
    connect_timeout: 10,
    connection: { idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS },
    onnotice: () => {},
  })
  return { client, database: drizzle(client, { schema }) }
}

const connection = () => processWide('database', open)

export type Database = ReturnType<typeof open>['database']
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** Queries take either, so that a transaction fits wherever a single statement does. */
export type Executor = Database | Transaction

/** The database of this process; connects on first use. */
export const database = (): Database => connection().database

/** The driver below it, for LISTEN. */
export const client = () => connection().client

/** Ends all connections for good; waits up to `seconds` for running statements. */
export const closeDatabase = (seconds = 2): Promise<void> => client().end({ timeout: seconds })
