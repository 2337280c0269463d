// What an operator does about a mirror that is not to be seen any more: taking it down, with what goes with that, and back.
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { hostLinks, mirrors, reports, transfers } from '#db/schema/schema.ts'
import type { TakedownKind } from '#db/schema/states.ts'
import type { MirrorId } from '#server/ids.ts'
import { type LeftCopy, toCopies } from './ending.ts'
import { notifyChanged } from './mirror-status.ts'

export type TakedownOrder = { id: MirrorId; kind: TakedownKind; reason: string }

/**
 * Hides a mirror from everybody, ends its transfers that are not over, and closes the reports of it. The caller holds its row.
 * A second takedown gives another reason.
 */
export async function markTakenDown(db: Transaction, { id, kind, reason }: TakedownOrder): Promise<void> {
  await db
    .update(mirrors)
    .set({ takenDownAt: sql`now()`, takedownKind: kind, takedownReason: reason })
    .where(eq(mirrors.id, id))
  // Their leases end with them, which is how a running worker learns of it.
  await db
    .update(transfers)
    .set({ status: 'cancelled', lease: null, leaseExpiresAt: null, finishedAt: sql`now()`, resumeNote: null })
    .where(and(eq(transfers.mirrorId, id), inArray(transfers.status, ['queued', 'running'])))
  await db
    .update(reports)
    .set({ closedAt: sql`now()` })
    .where(and(eq(reports.mirrorId, id), isNull(reports.closedAt)))
}

/** Lets a mirror be seen again. @returns false when it was not taken down */
export async function unmarkTakenDown(db: Transaction, id: MirrorId): Promise<boolean> {
  const rows = await db
    .update(mirrors)
    .set({ takenDownAt: null, takedownKind: null, takedownReason: null })
    .where(and(eq(mirrors.id, id), isNotNull(mirrors.takenDownAt)))
    .returning({ id: mirrors.id })
  await notifyChanged(db, id)
  return rows.length > 0
}

/** Writes down that its copies are gone, at hosts and here. @returns those at hosts, to be deleted there */
export async function markCopiesTaken(db: Transaction, id: MirrorId): Promise<LeftCopy[]> {
  const there = and(eq(transfers.mirrorId, id), eq(transfers.status, 'done'), isNull(transfers.removedAt))
  // The sweep deletes what this server kept as soon as its time is over.
  await db
    .update(transfers)
    .set({ expiresAt: sql`now()` })
    .where(and(there, eq(transfers.host, 'local')))
  const rows = await db
    .update(transfers)
    .set({ removedAt: sql`now()`, linkState: 'dead', nextCheckAt: null })
    .from(hostLinks)
    .where(
      and(
        there,
        eq(hostLinks.mirrorId, transfers.mirrorId),
        eq(hostLinks.host, transfers.host),
        sql`${transfers.host} <> 'local'`,
      ),
    )
    .returning({
      host: transfers.host,
      id: transfers.hostFileId,
      url: transfers.url,
      extra: transfers.hostExtra,
      accountId: hostLinks.accountId,
    })
  return toCopies(rows)
}
