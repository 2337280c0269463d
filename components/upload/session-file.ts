// A file of a mirror, joined to the bytes that were picked for it.
import type { CreatedMirror, UploadTarget } from './upload-api.ts'
import type { PickedFile } from './picked-files.ts'

export type SessionFile = {
  id: string
  name: string
  path: string | null
  size: number
  /** Null for a file that is in staging already. */
  source: File | null
  /** How it goes up; null where an address has to be signed first. */
  target: UploadTarget | null
  /** Bytes that an earlier run has brought there; null where there was none. */
  arrived: number | null
}

/** @param picked in the order in which the files were given to `mirror.create` */
export const filesOfNew = ({ files }: CreatedMirror, picked: readonly PickedFile[]): SessionFile[] =>
  files.map(({ id, name, size, upload }, index) => ({
    id,
    name,
    path: picked[index]?.path ?? null,
    size,
    source: picked[index]?.file ?? null,
    target: 'fetching' in upload ? null : upload,
    arrived: null,
  }))
