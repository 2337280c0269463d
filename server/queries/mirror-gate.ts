// What decides about who may see a mirror: its end, its password, its owner, and whether the operator took it down.
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Executor } from '#db/connection.ts'
import { mirrors } from '#db/schema/schema.ts'
import type { MirrorStatus, TakedownKind } from '#db/schema/states.ts'
import { type MirrorId, mirrorIdSchema, type UserId, userIdSchema } from '#server/ids.ts'
import { isThere } from './standing.ts'

export type Takedown = { kind: TakedownKind; reason: string; at: Date }

export type MirrorGate = {
  owner: UserId
  status: MirrorStatus
  /** An argon2id hash, or null where the link alone is enough. */
  passwordHash: string | null
  isExpired: boolean
  takedown: Takedown | null
}

const takedownColumns = {
  takenDownAt: mirrors.takenDownAt,
  takedownKind: mirrors.takedownKind,
  takedownReason: mirrors.takedownReason,
}
type TakedownColumns = Pick<typeof mirrors.$inferSelect, keyof typeof takedownColumns>

/** The three columns are set together or not at all. */
const toTakedown = ({ takenDownAt, takedownKind, takedownReason }: TakedownColumns): Takedown | null =>
  takenDownAt === null || takedownKind === null || takedownReason === null
    ? null
    : { kind: takedownKind, reason: takedownReason, at: takenDownAt }

/** Null where there is no such mirror, or its owner has deleted it. */
export async function findGate(db: Executor, id: MirrorId): Promise<MirrorGate | null> {
  const [row] = await db
    .select({
      owner: mirrors.ownerId,
      status: mirrors.status,
      passwordHash: mirrors.passwordHash,
      isExpired: sql<boolean>`${mirrors.expiresAt} is not null and ${mirrors.expiresAt} <= now()`,
      ...takedownColumns,
    })
    .from(mirrors)
    .where(and(eq(mirrors.id, id), isThere))
  if (!row) return null
  const { owner, status, passwordHash, isExpired } = row
  return { owner: userIdSchema.parse(owner), status, passwordHash, isExpired, takedown: toTakedown(row) }
}

/** Those of these mirrors that were taken down. */
export async function listTakedowns(db: Executor, ids: readonly MirrorId[]): Promise<Map<MirrorId, Takedown>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: mirrors.id, ...takedownColumns })
    .from(mirrors)
    .where(and(inArray(mirrors.id, [...ids]), isNotNull(mirrors.takenDownAt)))
  return new Map(
    rows.flatMap(({ id, ...row }) => {
      const takedown = toTakedown(row)
      return takedown ? [[mirrorIdSchema.parse(id), takedown] as const] : []
    }),
  )
}
