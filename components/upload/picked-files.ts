// Files out of a drop, a paste or a file dialog, each with the folder that it came in.
import { getDroppedFiles } from '@uppy/core/utils'

export type PickedFile = { file: File; path: string | null }

/** "photos/2026" of "/photos/2026/a.jpg"; null when the file came in no folder. */
export function folderOf(relativePath: unknown): string | null {
  if (typeof relativePath !== 'string') return null
  const folder = relativePath.split('/').slice(0, -1).filter(Boolean).join('/')
  return folder === '' ? null : folder
}

const picked = (file: File): PickedFile => ({
  file,
  path: folderOf('relativePath' in file ? file.relativePath : file.webkitRelativePath),
})

const names = new Intl.Collator('en', { numeric: true })

/** Folders come in the order of the disk, which is none: they are read like a table of contents. */
export function inOrder(files: PickedFile[]): PickedFile[] {
  if (files.every(({ path }) => path === null)) return files
  return files.toSorted((a, b) => names.compare(a.path ?? '', b.path ?? '') || names.compare(a.file.name, b.file.name))
}

/** Everything in a drop, folders opened to the last file. Must be called in the event's own turn. */
export async function filesOfDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  const files = await getDroppedFiles(transfer)
  return inOrder(files.map(picked))
}

/** What a file input holds. */
export const filesOfInput = (input: HTMLInputElement): PickedFile[] => inOrder(Array.from(input.files ?? [], picked))

/** Files on the clipboard; `nameOf` names an image that was copied, which has no name worth keeping. */
export function filesOfPaste(transfer: DataTransfer | null, nameOf: (moment: string) => string): PickedFile[] {
  return Array.from(transfer?.files ?? [], (file) => ({ file: named(file, nameOf), path: null }))
}

function named(file: File, nameOf: (moment: string) => string): File {
  if (file.name !== 'image.png' && file.name !== '') return file
  const moment = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  const ending = file.type.split('/')[1] ?? 'bin'
  return new File([file], `${nameOf(moment)}.${ending}`, { type: file.type })
}
