// Brings a mirror's own row in line with its files, transfers and lists, and tells who listens.
import { and, eq, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { oneOf, overStatuses, type MirrorStatus } from '#db/schema/states.ts'
import { files, hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import { type FileId, fileIdSchema, type MirrorId } from '#server/ids.ts'

/** The channel on which changes of mirrors are told; the payload is their ids, with commas between them. */
export const MIRROR_CHANGED = 'mirror_changed'
/** PostgreSQL takes less than 8,000 bytes for one notice; an id and its comma are 37. */
export const MOST_TOLD = 200

/** Keeps others from changing this mirror until the transaction ends: every settlement goes through here first. */
export async function lockMirrorRow(db: Transaction, id: MirrorId): Promise<boolean> {
  const rows = await db.select({ id: mirrors.id }).from(mirrors).where(eq(mirrors.id, id)).for('update')
  return rows.length > 0
}

/** Tells every listener, in any instance, to look at a mirror again; delivered when the transaction commits. */
export async function notifyChanged(db: Transaction, id: MirrorId): Promise<void> {
  await db.execute(sql`select pg_notify(${MIRROR_CHANGED}, ${id})`)
}

const statusOf = (id: MirrorId) => sql<MirrorStatus>`(
  with f as (
    select count(*) filter (where status = 'uploading') as uploading,
      count(*) filter (where status = 'expired') as expired,
      count(*) filter (where status in ('staged', 'released')) as there
    from ${files} where mirror_id = ${id}
  ), t as (
    select count(*) as total,
      count(*) filter (where status = 'queued') as queued,
      count(*) filter (where status = 'running' or status in ('done', 'failed') or attempt > 0) as begun,
      count(*) filter (where status in ('queued', 'running')) as unfinished,
      count(*) filter (where status = 'done') as done
    from ${transfers} where mirror_id = ${id}
  ), g as (
    select count(*) as pending from ${hostLinks} where mirror_id = ${id} and group_state in ('wanted', 'saving')
  )
  select case
    when f.uploading > 0 then 'uploading'
    when t.total = 0 then case when f.expired > 0 and f.there = 0 then 'expired' else 'queued' end
    when t.unfinished > 0 then case when t.begun > 0 then 'mirroring' else 'queued' end
    when g.pending > 0 then 'mirroring'
    when t.done = t.total then 'done'
    when t.done > 0 then 'partial'
    else 'failed'
  end from f, t, g)`

/**
 * Writes down that the mirroring has begun, once the claim that began it is there: whoever computes the status from then on
 * comes to the same.
 */
export async function markBegun(db: Executor, id: MirrorId): Promise<void> {
  await db
    .update(mirrors)
    .set({ status: 'mirroring' })
    .where(and(eq(mirrors.id, id), eq(mirrors.status, 'queued')))
}

/**
 * Computes the status anew, writes down how long the mirroring took once it is over, lets go of files whose transfers are
 * over with at least one of them done, and tells who listens. The caller holds the mirror's row.
 * @returns the files whose staging is to be deleted
 */
export async function refreshMirror(db: Transaction, id: MirrorId): Promise<FileId[]> {
  const rows = await db.execute<{ id: string | null }>(sql`
    with next as (select ${statusOf(id)} as status), changed as (
      update mirrors m set status = next.status, duration_ms = case when next.status in ${oneOf(overStatuses)}
        then greatest(1, (extract(epoch from clock_timestamp() - m.started_at) * 1000)::bigint) end
      from next where m.id = ${id} and m.status not in ('expired', next.status)
    ), released as (
      update files f set status = 'released' where f.mirror_id = ${id} and f.status = 'staged'
        and exists (select 1 from transfers t where t.file_id = f.id and t.status = 'done')
        and not exists (select 1 from transfers t where t.file_id = f.id and t.status in ('queued', 'running'))
      returning f.id
    )
    select released.id, pg_notify(${MIRROR_CHANGED}, ${id}) from (values (1)) as once left join released on true`)
  return rows.flatMap((row) => (row.id === null ? [] : [fileIdSchema.parse(row.id)]))
}
