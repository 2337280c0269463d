// Leases: who may write a row, and until when, by the database's clock.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type Lease, leaseSchema } from '#server/ids.ts'

/** Seconds after which a worker that said nothing is taken for dead. */
export const LEASE_SECONDS = 20

/** The end of a lease that is given or renewed now. */
export const leaseEnd = sql`now() + make_interval(secs => ${LEASE_SECONDS})`

/** A token that nobody else has. */
export const newLease = (): Lease => leaseSchema.parse(randomUUID())
