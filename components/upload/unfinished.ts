// Uploads that are not over, as the browser keeps them beyond the page: enough to go on, and nothing that opens a door.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { PickedFile } from './picked-files.ts'
import type { CreatedMirror, MultipartUpload } from './upload-api.ts'

export type UnfinishedFile = {
  id: string
  name: string
  path: string | null
  size: number
  /** Milliseconds since 1970, as the file said when it was picked. */
  lastModified: number
  /** Null for a file that goes up in one piece, to an address that is signed when it is due. */
  multipart: MultipartUpload | null
}

export type Unfinished = {
  id: string
  shareUrl: string
  title: string
  /** Milliseconds since 1970. */
  begunAt: number
  files: UnfinishedFile[]
  /** What was dropped, where the browser can read it again. */
  handles: FileSystemHandle[]
}

interface Schema extends DBSchema {
  uploads: { key: string; value: Unfinished }
}

const DAY_MS = 24 * 3600_000
/** Staging forgets sooner; a record that nobody came back for is not kept longer. */
const LONGEST_MS = 7 * DAY_MS

let opened: Promise<IDBPDatabase<Schema>> | undefined

const database = (): Promise<IDBPDatabase<Schema>> =>
  (opened ??= openDB<Schema>('easymirror', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('uploads', { keyPath: 'id' }),
  }))

export type Begun = {
  mirror: CreatedMirror
  title: string
  /** In the order of the mirror's files. */
  picked: readonly PickedFile[]
  /** What was dropped, where the browser has handles to it. */
  handles: readonly FileSystemHandle[]
}

export function toUnfinished({ mirror, title, picked, handles }: Begun): Unfinished {
  return {
    id: mirror.id,
    shareUrl: mirror.shareUrl,
    title,
    begunAt: Date.now(),
    files: mirror.files.map(({ id, name, size, upload }, index) => ({
      id,
      name,
      path: picked[index]?.path ?? null,
      size,
      lastModified: picked[index]?.file.lastModified ?? 0,
      multipart: 'multipart' in upload ? upload.multipart : null,
    })),
    handles: [...handles],
  }
}

export const keepUnfinished = async (upload: Unfinished): Promise<unknown> => (await database()).put('uploads', upload)

export const forgetUnfinished = async (id: string): Promise<void> => (await database()).delete('uploads', id)

export const findUnfinished = async (id: string): Promise<Unfinished | undefined> =>
  (await database()).get('uploads', id)

/** Newest first. */
export async function listUnfinished(): Promise<Unfinished[]> {
  const all = await (await database()).getAll('uploads')
  const old = all.filter(({ begunAt }) => begunAt < Date.now() - LONGEST_MS)
  for (const { id } of old) await forgetUnfinished(id)
  return all.filter((upload) => !old.includes(upload)).toSorted((a, b) => b.begunAt - a.begunAt)
}
