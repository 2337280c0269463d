// Where bytes are: slices of data files, in order; copies refer to the same slices.
import type { Database } from './database.ts'
import type { FileId } from './files.ts'
import { integer, text } from './row.ts'

export type Piece = { file: FileId; start: number; size: number }

/** A statement that gives a row when any version refers to the file. */
export const isReferenced = 'select 1 as found from pieces where file = ? limit 1'

/** The slices that hold bytes `from` to `to` (exclusive) of a version, cut to that range. */
export function piecesOf(database: Database, version: string, { from, to }: { from: number; to: number }): Piece[] {
  const rows = database
    .prepare(
      'select file, start, size, at from pieces where version = ? and at < ? and at + size > ? order by part, position',
    )
    .all(version, to, from)
  return rows.map((row) => {
    const [at, start, size] = [integer(row, 'at'), integer(row, 'start'), integer(row, 'size')]
    const skipped = Math.max(0, from - at)
    return { file: text(row, 'file'), start: start + skipped, size: Math.min(at + size, to) - at - skipped }
  })
}

/** Writes the slices of a version, or of one part of an upload. Within `write`. */
export function insertPieces(
  database: Database,
  { version, part }: { version: string; part: number },
  pieces: readonly Piece[],
): void {
  const insert = database.prepare(
    'insert into pieces (version, part, position, at, file, start, size) values (?, ?, ?, ?, ?, ?, ?)',
  )
  let at = 0
  pieces.forEach(({ file, start, size }, position) => {
    insert.run(version, part, position, at, file, start, size)
    at += size
  })
}

function unreferenced(database: Database, files: readonly FileId[]): FileId[] {
  const found = database.prepare(isReferenced)
  return [...new Set(files)].filter((file) => !found.get(file))
}

/** Forgets a version or an upload with all its parts. Within `write`. @returns the files that nothing refers to any more */
export function dropVersion(database: Database, version: string): FileId[] {
  const rows = database.prepare('delete from pieces where version = ? returning file').all(version)
  database.prepare('delete from parts where version = ?').run(version)
  return unreferenced(
    database,
    rows.map((row) => text(row, 'file')),
  )
}

/** Forgets one part of an upload. Within `write`. @returns the files that nothing refers to any more */
export function dropPart(database: Database, version: string, part: number): FileId[] {
  const rows = database.prepare('delete from pieces where version = ? and part = ? returning file').all(version, part)
  database.prepare('delete from parts where version = ? and number = ?').run(version, part)
  return unreferenced(
    database,
    rows.map((row) => text(row, 'file')),
  )
}
