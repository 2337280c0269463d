// What hosts made for a whole mirror of somebody's: albums, folders, lists.
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { hostLinks, mirrors } from '#db/schema/schema.ts'
import { type HostId, hostIdSchema, type MirrorId, type OwnerId } from '#server/ids.ts'

export type OwnGroup = { host: HostId; group: { id: string; url: string | null; extra?: Record<string, string> } }

/** The groups of a mirror of this owner that are known to exist, whether they hold anything or not. */
export async function listGroups(db: Executor, owner: OwnerId, id: MirrorId): Promise<OwnGroup[]> {
  const rows = await db
    .select({ host: hostLinks.host, id: hostLinks.groupId, url: hostLinks.groupUrl, extra: hostLinks.groupExtra })
    .from(hostLinks)
    .innerJoin(mirrors, eq(mirrors.id, hostLinks.mirrorId))
    .where(and(eq(hostLinks.mirrorId, id), eq(mirrors.ownerId, owner), isNotNull(hostLinks.groupId)))
  return rows.flatMap(({ host, id: groupId, url, extra }) =>
    groupId === null ? [] : [{ host: hostIdSchema.parse(host), group: { id: groupId, url, ...(extra && { extra }) } }],
  )
}
