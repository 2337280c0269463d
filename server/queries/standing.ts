// Whose mirrors are there: one that was deleted is there for nobody, although it can still be brought back for a while.
import { and, eq, isNull } from 'drizzle-orm'
import { mirrors } from '#db/schema/schema.ts'
import type { MirrorId, OwnerId } from '#server/ids.ts'

/** Part of the condition of every query that shows a mirror to anybody or changes it for anybody. */
export const isThere = isNull(mirrors.deleteAt)

/** The mirrors of this owner. */
export const ownedBy = (owner: OwnerId) => and(eq(mirrors.ownerId, owner), isThere)

/** One mirror of this owner. */
export const isOwn = (owner: OwnerId, id: MirrorId) => and(eq(mirrors.id, id), ownedBy(owner))
