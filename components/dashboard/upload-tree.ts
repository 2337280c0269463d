// The files of a mirror as rows: a flat list, or with the folders that they came in above them.
import type { UploadView } from '#components/upload/upload-view.ts'

export type FolderRow = {
  kind: 'folder'
  /** The whole of it: "photos/2026". */
  path: string
  name: string
  depth: number
  open: boolean
  /** Of all that is in it, at any depth, without what was cancelled. */
  files: number
  staged: number
  bytes: number
}
export type FileRow = { kind: 'file'; file: UploadView; depth: number }
export type Row = FolderRow | FileRow

type Folder = { path: string; name: string; folders: Map<string, Folder>; files: UploadView[] }

const emptyFolder = (path: string, name: string): Folder => ({ path, name, folders: new Map(), files: [] })

/** In the order in which the files are given, folders before the files beside them; what is in a folder of `closed` is left out. */
export function rowsOf(files: readonly UploadView[], closed: ReadonlySet<string>): readonly Row[] {
  if (files.every(({ path }) => path === null)) return files.map((file) => ({ kind: 'file', file, depth: 0 }))
  const root = emptyFolder('', '')
  for (const file of files) folderAt(root, file.path).files.push(file)
  return rowsIn(root, 0, closed)
}

function folderAt(root: Folder, path: string | null): Folder {
  let folder = root
  for (const name of path?.split('/') ?? []) {
    const inside = folder.folders.get(name) ?? emptyFolder(folder === root ? name : `${folder.path}/${name}`, name)
    folder.folders.set(name, inside)
    folder = inside
  }
  return folder
}

function rowsIn(folder: Folder, depth: number, closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = []
  for (const inside of folder.folders.values()) {
    const open = !closed.has(inside.path)
    rows.push({ kind: 'folder', path: inside.path, name: inside.name, depth, open, ...sumOf(inside) })
    if (open) rows.push(...rowsIn(inside, depth + 1, closed))
  }
  return rows.concat(folder.files.map((file) => ({ kind: 'file', file, depth })))
}

function sumOf({ folders, files }: Folder): Pick<FolderRow, 'files' | 'staged' | 'bytes'> {
  const kept = files.filter(({ state }) => state !== 'cancelled')
  const sum = {
    files: kept.length,
    staged: kept.filter(({ state }) => state === 'staged').length,
    bytes: kept.reduce((bytes, { size }) => bytes + size, 0),
  }
  for (const inside of folders.values()) {
    const { files: more, staged, bytes } = sumOf(inside)
    sum.files += more
    sum.staged += staged
    sum.bytes += bytes
  }
  return sum
}
