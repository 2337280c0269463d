// The end of a mirror that its owner has deleted: its row goes, and with it its files, transfers and host links.
import { and, eq, isNotNull, lte, ne, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import {
  type HostAccountId,
  hostAccountIdSchema,
  type HostId,
  hostIdSchema,
  type MirrorId,
  mirrorIdSchema,
} from '#server/ids.ts'
import { notifyChanged } from './mirror-status.ts'

/** A deletion that can still be taken back, or whose time has come. */
export type Marked = {
  /** Milliseconds until its time; none or fewer when it has come. */
  leftMs: number
  fromHosts: boolean
}

/** Holds a mirror that was deleted against changes by others until the transaction ends; null when it is gone, or was brought back. */
export async function lockMarked(db: Transaction, id: MirrorId): Promise<Marked | null> {
  const [row] = await db
    .select({
      leftMs: sql`extract(epoch from ${mirrors.deleteAt} - now()) * 1000`.mapWith(Number),
      fromHosts: mirrors.deleteFromHosts,
    })
    .from(mirrors)
    .where(and(eq(mirrors.id, id), isNotNull(mirrors.deleteAt)))
    .for('update')
  return row ?? null
}

/** Mirrors whose time has come, some at a time: what was to delete them may have been lost, the rows are not. */
export async function listDueDeletions(db: Executor): Promise<MirrorId[]> {
  const rows = await db
    .select({ id: mirrors.id })
    .from(mirrors)
    .where(lte(mirrors.deleteAt, sql`now()`))
    .orderBy(mirrors.deleteAt)
    .limit(1000)
  return rows.map(({ id }) => mirrorIdSchema.parse(id))
}

/**
 * Deletes a mirror with all rows that are its own. Leases end with their rows, which is how workers learn of it, and whoever
 * watches the mirror is told. The caller holds its row.
 */
export async function deleteMirrorRow(db: Transaction, id: MirrorId): Promise<void> {
  await db.delete(mirrors).where(eq(mirrors.id, id))
  await notifyChanged(db, id)
}

type InAccount = {
  /** The owner's own account that it lies in, where it is not the operator's. */
  accountId?: HostAccountId
}
/** A copy at a host, with what its adapter needs to come back to it. */
export type LeftCopy = InAccount & {
  host: HostId
  copy: { id: string; url: string; extra?: Record<string, string> }
}
/** What a host made for the whole mirror. */
export type LeftGroup = InAccount & {
  host: HostId
  group: { id: string; url: string | null; extra?: Record<string, string> }
}

const inAccount = (id: string | null): InAccount => (id === null ? {} : { accountId: hostAccountIdSchema.parse(id) })

type CopyRow = {
  host: string
  id: string | null
  url: string | null
  extra: Record<string, string> | null
  accountId: string | null
}

/** Rows of transfers that are done, as what a host is asked to delete. */
export const toCopies = (rows: readonly CopyRow[]): LeftCopy[] =>
  rows.flatMap(({ host, id, url, extra, accountId }) =>
    id === null || url === null
      ? []
      : [{ host: hostIdSchema.parse(host), copy: { id, url, ...(extra && { extra }) }, ...inAccount(accountId) }],
  )

/** The copies of a mirror at hosts of others; what this server keeps itself goes with the mirror. */
export async function listCopies(db: Executor, id: MirrorId): Promise<LeftCopy[]> {
  const rows = await db
    .select({
      host: transfers.host,
      id: transfers.hostFileId,
      url: transfers.url,
      extra: transfers.hostExtra,
      accountId: hostLinks.accountId,
    })
    .from(transfers)
    .leftJoin(hostLinks, and(eq(hostLinks.mirrorId, transfers.mirrorId), eq(hostLinks.host, transfers.host)))
    .where(and(eq(transfers.mirrorId, id), eq(transfers.status, 'done'), ne(transfers.host, 'local')))
  return toCopies(rows)
}

/** The albums, folders and lists of a mirror that are known to exist, whether they hold anything or not. */
export async function listGroups(db: Executor, id: MirrorId): Promise<LeftGroup[]> {
  const rows = await db
    .select({
      host: hostLinks.host,
      id: hostLinks.groupId,
      url: hostLinks.groupUrl,
      extra: hostLinks.groupExtra,
      accountId: hostLinks.accountId,
    })
    .from(hostLinks)
    .where(and(eq(hostLinks.mirrorId, id), isNotNull(hostLinks.groupId)))
  return rows.flatMap(({ host, id: groupId, url, extra, accountId }) =>
    groupId === null
      ? []
      : [
          {
            host: hostIdSchema.parse(host),
            group: { id: groupId, url, ...(extra && { extra }) },
            ...inAccount(accountId),
          },
        ],
  )
}
