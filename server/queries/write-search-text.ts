// Brings what a mirror is found and sorted by in line with its name and its files.
import { and, asc, eq, ne } from 'drizzle-orm'
import type { Transaction } from '#db/connection.ts'
import { files, mirrors } from '#db/schema/schema.ts'
import type { MirrorId } from '#server/ids.ts'
import { searchTextOf } from './search-text.ts'

/** To be called after a change of these names, of a file's size or of whether it counts, by who holds the mirror's row. */
export async function writeSearchText(db: Transaction, id: MirrorId): Promise<void> {
  const [mirror] = await db.select({ name: mirrors.name }).from(mirrors).where(eq(mirrors.id, id))
  if (!mirror) return
  const named = await db
    .select({ name: files.name, size: files.size })
    .from(files)
    .where(and(eq(files.mirrorId, id), ne(files.status, 'aborted')))
    .orderBy(asc(files.position))
  const names = named.map(({ name }) => name)
  await db
    .update(mirrors)
    .set({ searchText: searchTextOf(mirror.name, names), bytes: named.reduce((sum, { size }) => sum + size, 0) })
    .where(eq(mirrors.id, id))
}
