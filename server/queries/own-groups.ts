// What hosts made for a whole mirror of somebody's: albums, folders, lists.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostLinks, mirrors } from '#db/schema/schema.ts'
import {
  type HostAccountId,
  hostAccountIdSchema,
  type HostId,
  hostIdSchema,
  type MirrorId,
  type OwnerId,
} from '#server/ids.ts'

export type OwnGroup = {
  host: HostId
  group: { id: string; url: string | null; extra?: Record<string, string> }
  /** The owner's own account that it lies in, where it is not the operator's. */
  accountId?: HostAccountId
}

/** The groups of a mirror of this owner that are known to exist, whether they hold anything or not. */
export async function listGroups(db: Executor, owner: OwnerId, id: MirrorId): Promise<OwnGroup[]> {
  const rows = await db
    .select({
      host: hostLinks.host,
      id: hostLinks.groupId,
      url: hostLinks.groupUrl,
      extra: hostLinks.groupExtra,
      accountId: hostLinks.accountId,
    })
    .from(hostLinks)
    .innerJoin(mirrors, eq(mirrors.id, hostLinks.mirrorId))
    .where(and(eq(hostLinks.mirrorId, id), eq(mirrors.ownerId, owner), isNotNull(hostLinks.groupId)))
  return rows.flatMap(({ host, id: groupId, url, extra, accountId }) => {
    if (groupId === null) return []
    const account = accountId === null ? {} : { accountId: hostAccountIdSchema.parse(accountId) }
    return [{ host: hostIdSchema.parse(host), group: { id: groupId, url, ...(extra && { extra }) }, ...account }]
  })
}
