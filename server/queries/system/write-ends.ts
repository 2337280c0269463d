// The ends of attempts, and the digests that came with them, in one statement.
import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { type TransferId, transferIdSchema } from '#server/ids.ts'
import type { End, Settlement } from './settle.ts'

/** Hours after which a host is asked for the first time whether its copy is still there. */
const FIRST_CHECK_HOURS = 1

/** Columns of an end as the statement takes them; what an end does not say is null. */
function columnsOf(end: End) {
  switch (end.status) {
    case 'done': {
      const { copy, digests, size } = end
      const { id, url, extra, verified, expiresAt } = copy
      return { bytes: size, host_file_id: id, url, host_extra: extra, verified, expires_at: expiresAt, ...digests }
    }
    case 'failed':
      return { error: end.error, in_doubt: end.inDoubt }
    case 'queued': {
      const { error, inDoubt, unknownEnds, delayMs, counts } = end
      const given = { bytes: 0, error, in_doubt: inDoubt, unknown_ends: unknownEnds }
      return { ...given, delay_seconds: delayMs / 1000, uncounted: counts ? 0 : 1 }
    }
  }
}

/** @returns the transfers whose attempt still held its lease; the others are as they were */
export async function writeEnds(db: Transaction, settlements: readonly Settlement[]): Promise<Set<TransferId>> {
  const ends = settlements.map(({ attempt: { transferId, lease }, end }) => ({
    id: transferId,
    lease,
    status: end.status,
    ...columnsOf(end),
  }))
  const settled = await db.execute<{ id: string }>(sql`
    with ends as (
      select * from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (
        id uuid, lease uuid, status text, bytes bigint, error text, in_doubt boolean, unknown_ends int,
        delay_seconds float8, uncounted int, url text, host_file_id text, host_extra jsonb, verified text,
        expires_at timestamptz, sha256 text, sha1 text, md5 text, blake3 text)
    ), settled as (
      update transfers t set
        lease = null,
        lease_expires_at = null,
        status = e.status,
        bytes_sent = coalesce(e.bytes, t.bytes_sent),
        error = e.error,
        in_doubt = coalesce(e.in_doubt, false),
        unknown_ends = case e.status when 'done' then 0 else coalesce(e.unknown_ends, t.unknown_ends) end,
        next_try_at = case e.status when 'queued' then now() + make_interval(secs => e.delay_seconds) else t.next_try_at end,
        attempt = greatest(0, t.attempt - coalesce(e.uncounted, 0)),
        finished_at = case e.status when 'queued' then t.finished_at else now() end,
        checked_at = case e.status when 'done' then now() else t.checked_at end,
        link_state = case e.status when 'done' then null else t.link_state end,
        next_check_at = case e.status when 'done' then now() + make_interval(hours => ${FIRST_CHECK_HOURS}) else t.next_check_at end,
        resume_note = case e.status when 'done' then null else t.resume_note end,
        url = case e.status when 'done' then e.url else t.url end,
        host_file_id = case e.status when 'done' then e.host_file_id else t.host_file_id end,
        host_extra = case e.status when 'done' then e.host_extra else t.host_extra end,
        verified = case e.status when 'done' then e.verified else t.verified end,
        expires_at = case e.status when 'done' then e.expires_at else t.expires_at end
      from ends e where t.id = e.id and t.lease = e.lease
      returning t.id, t.file_id, e.sha256, e.sha1, e.md5, e.blake3
    ), known as (
      select file_id, max(sha256) as sha256, max(sha1) as sha1, max(md5) as md5, max(blake3) as blake3
      from settled where sha256 is not null group by file_id
    ), kept as (
      update files f set
        sha256 = coalesce(f.sha256, known.sha256),
        sha1 = coalesce(f.sha1, known.sha1),
        md5 = coalesce(f.md5, known.md5),
        blake3 = coalesce(f.blake3, known.blake3)
      from known where f.id = known.file_id
    )
    select id from settled`)
  return new Set(settled.map(({ id }) => transferIdSchema.parse(id)))
}
