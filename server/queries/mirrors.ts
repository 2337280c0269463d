// Mirrors as their owner handles them.
import { randomUUID } from 'node:crypto'
import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import { AppError, notFound } from '#server/errors.ts'
import { fileIdSchema, type FileId, type MirrorId, mirrorIdSchema, type OwnerId } from '#server/ids.ts'
import { type FileSource, sealSource } from '#server/queries/system/fetches.ts'
import { notifyChanged, refreshMirror } from '#server/queries/system/mirror-status.ts'
import { searchTextOf } from './search-text.ts'
import { inSlices } from './slices.ts'
import { isOwn, ownedBy } from './standing.ts'
import { writeSearchText } from './write-search-text.ts'

export type NewFile = {
  name: string
  size: number
  type: string | undefined
  path: string | undefined
  partSize: number | null
  /** Where this server fetches it from; left out where somebody uploads it. */
  source?: FileSource
}
export type CreatedMirror = { id: MirrorId; files: { id: FileId; name: string; size: number; isFetched: boolean }[] }

/** Makes a mirror and its files, none of them uploaded yet, in the order given. */
export async function createMirror(
  db: Transaction,
  owner: OwnerId,
  input: { name: string; files: NewFile[] },
): Promise<CreatedMirror> {
  const searchText = searchTextOf(
    input.name,
    input.files.map(({ name }) => name),
  )
  const [mirror] = await db
    .insert(mirrors)
    .values({
      ownerId: owner,
      name: input.name,
      searchText,
      bytes: input.files.reduce((sum, { size }) => sum + size, 0),
    })
    .returning({ id: mirrors.id })
  const id = mirrorIdSchema.parse(mirror?.id)
  const values = input.files.map(({ name, size, type, path, partSize, source }, position) => ({
    mirrorId: id,
    position,
    name,
    size,
    partSize,
    ...(type !== undefined && { type }),
    ...(path !== undefined && { path }),
    ...(source && sealedUnderNewId(source)),
  }))
  const created: CreatedMirror['files'] = []
  for (const slice of inSlices(values)) {
    const rows = await db.insert(files).values(slice).returning({
      id: files.id,
      name: files.name,
      size: files.size,
      position: files.position,
      sealedSource: files.sealedSource,
    })
    const inOrder = rows.toSorted((one, other) => one.position - other.position)
    created.push(
      ...inOrder.map(({ id, name, size, sealedSource }) => ({
        id: fileIdSchema.parse(id),
        name,
        size,
        isFetched: sealedSource !== null,
      })),
    )
  }
  return { id, files: created }
}

/** An address is sealed for its file alone, so that file has to have its id before. */
function sealedUnderNewId(source: FileSource): { id: FileId; sealedSource: string } {
  const id = fileIdSchema.parse(randomUUID())
  return { id, sealedSource: sealSource(id, source) }
}

/** Takes back a mirror that could not be made whole: nobody knows its address yet. */
export async function discardMirror(db: Executor, owner: OwnerId, id: MirrorId): Promise<void> {
  await db.delete(mirrors).where(isOwn(owner, id))
}

/**
 * Holds a mirror of this owner against changes by others until the transaction ends.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function lockMirror(db: Transaction, owner: OwnerId, id: MirrorId) {
  const [row] = await db.select({ status: mirrors.status }).from(mirrors).where(isOwn(owner, id)).for('update')
  if (!row) throw notFound('mirror')
  return row
}

/**
 * The same, for what sends its files on.
 * @throws {AppError} NOT_FOUND as well, and CONFLICT when the operator took it down
 */
export async function lockForSending(db: Transaction, owner: OwnerId, id: MirrorId): Promise<void> {
  await lockMirror(db, owner, id)
  const [row] = await db.select({ takenDownAt: mirrors.takenDownAt }).from(mirrors).where(isOwn(owner, id))
  if (row?.takenDownAt)
    throw new AppError('CONFLICT', 'This mirror was taken down, so its files are not sent any more.')
}

/**
 * Brings a mirror's status in line with what has just been changed of its files or transfers.
 * @returns the files whose staging is to be deleted
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function refreshOwnMirror(db: Transaction, owner: OwnerId, id: MirrorId): Promise<FileId[]> {
  await lockMirror(db, owner, id)
  return refreshMirror(db, id)
}

/**
 * Gives a mirror another name; what hosts call it stays.
 * @throws {AppError} NOT_FOUND when it is missing or somebody else's
 */
export async function renameMirror(
  db: Transaction,
  owner: OwnerId,
  { id, name }: { id: MirrorId; name: string },
): Promise<void> {
  const rows = await db.update(mirrors).set({ name }).where(isOwn(owner, id)).returning({ id: mirrors.id })
  if (rows.length === 0) throw notFound('mirror')
  await writeSearchText(db, id)
}

/**
 * Takes mirrors of this owner away from everybody, and says when they are to be deleted; whoever watches one is told. What is not
 * under way to a host yet waits, so that it can go on when they are brought back.
 * @param after seconds from now
 * @returns those that were there
 */
export async function markDeleted(
  db: Transaction,
  owner: OwnerId,
  { ids, after, fromHosts }: { ids: readonly MirrorId[]; after: number; fromHosts: boolean },
): Promise<{ id: MirrorId; deleteAt: Date }[]> {
  const rows = await db
    .update(mirrors)
    .set({ deleteAt: sql`now() + make_interval(secs => ${after})`, deleteFromHosts: fromHosts })
    .where(and(inArray(mirrors.id, [...ids]), ownedBy(owner)))
    .returning({ id: mirrors.id, deleteAt: mirrors.deleteAt })
  const marked = rows.flatMap(({ id, deleteAt }) => (deleteAt ? [{ id: mirrorIdSchema.parse(id), deleteAt }] : []))
  for (const { id } of marked) await notifyChanged(db, id)
  return marked
}

/** Brings mirrors of this owner back whose time has not come yet. @returns those that are back */
export async function restoreMirrors(db: Transaction, owner: OwnerId, ids: readonly MirrorId[]): Promise<MirrorId[]> {
  const rows = await db
    .update(mirrors)
    .set({ deleteAt: null, deleteFromHosts: false })
    .where(and(inArray(mirrors.id, [...ids]), eq(mirrors.ownerId, owner), gt(mirrors.deleteAt, sql`now()`)))
    .returning({ id: mirrors.id })
  const back = rows.map(({ id }) => mirrorIdSchema.parse(id))
  for (const id of back) await notifyChanged(db, id)
  return back
}
