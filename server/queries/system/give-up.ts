// Transfers that have waited too long for a host that was paused all the time: they fail, so that their owner can do something.
import { and, eq, exists, isNotNull, sql } from 'drizzle-orm'
import type { Database, Executor, Transaction } from '#db/connection.ts'
import { files, hostHealth, transfers } from '#db/schema/schema.ts'
import { hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import type { GroupKey } from './groups.ts'
import { lockMirrorRow, refreshMirror } from './mirror-status.ts'
import { type Consequences, type ListRule, wantLists } from './settle.ts'

/** Mirrors that one look takes; the rest is there at the next one. */
const MOST_AT_ONCE = 500

const hasWaited = (db: Executor, hours: number) =>
  and(
    eq(transfers.status, 'queued'),
    exists(
      db
        .select({ host: hostHealth.host })
        .from(hostHealth)
        .where(and(eq(hostHealth.host, transfers.host), isNotNull(hostHealth.pausedUntil))),
    ),
    sql`exists (select 1 from ${files} f where f.id = ${transfers.fileId}
      and greatest(${transfers.wantedAt}, f.staged_at) <= now() - make_interval(hours => ${hours}) and f.status <> 'uploading')`,
  )

/** Mirrors of which a file has waited for a host for so many hours. */
export async function listHopeless(db: Executor, hours: number): Promise<GroupKey[]> {
  const rows = await db
    .selectDistinct({ mirrorId: transfers.mirrorId, host: transfers.host })
    .from(transfers)
    .where(hasWaited(db, hours))
    .limit(MOST_AT_ONCE)
  return rows.map(({ mirrorId, host }) => ({
    mirrorId: mirrorIdSchema.parse(mirrorId),
    host: hostIdSchema.parse(host),
  }))
}

type GivingUp = {
  hours: number
  error: string
  makesLists: ListRule
  /** Puts what follows into the queue. */
  then: (db: Transaction, consequences: Consequences) => Promise<void>
}

/** Fails what has waited that long of one mirror for one host. */
export function giveUp(
  database: Database,
  { mirrorId, host }: GroupKey,
  { hours, error, makesLists, then }: GivingUp,
): Promise<void> {
  return database.transaction(async (db) => {
    if (!(await lockMirrorRow(db, mirrorId))) return
    await db
      .update(transfers)
      .set({ status: 'failed', error, finishedAt: sql`now()` })
      .where(and(eq(transfers.mirrorId, mirrorId), eq(transfers.host, host), hasWaited(db, hours)))
    const lists = await wantLists(db, mirrorId, { hosts: [host], makesLists })
    await then(db, { released: await refreshMirror(db, mirrorId), listWanted: lists.has(host) })
  })
}
