// Which files of a mirror a share page shows: those that are looked for, in an order, some at a time.
import { z } from 'zod'
import { type FileQuery, type Sort, sorts } from './file-address.ts'
import type { FileView } from './mirror-view.ts'

/** More would make a page heavy, each file having a link at each host. */
export const PAGE_FILES = 100
/** So few need no filter. */
export const FEW_FILES = 20

const querySchema = z.object({
  q: z.string().trim().max(255).catch(''),
  sort: z.enum(sorts).catch('added'),
  page: z.coerce.number().int().min(1).catch(1),
})

/** What makes no sense in an address counts as not there. */
export const fileQueryOf = (params: Record<string, unknown>): FileQuery => querySchema.parse(params)

const names = new Intl.Collator('en', { numeric: true })
const folderOf = ({ path }: FileView) => path ?? ''

const orders: Record<Sort, ((one: FileView, other: FileView) => number) | null> = {
  added: null,
  name: (one, other) => names.compare(folderOf(one), folderOf(other)) || names.compare(one.name, other.name),
  size: (one, other) => other.size - one.size || names.compare(one.name, other.name),
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

export type ShownFiles = { files: FileView[]; page: number; pages: number; found: number }

/** The files of one page, and how many fit on all. A page after the last one is the last one. */
export function filesOf(all: readonly FileView[], { q, sort, page }: FileQuery): ShownFiles {
  const wanted = fold(q)
  const found = all.filter(({ name, path }) => fold(`${path ?? ''}/${name}`).includes(wanted))
  const order = orders[sort]
  const sorted = order === null ? found : found.toSorted(order)
  const pages = Math.max(1, Math.ceil(found.length / PAGE_FILES))
  const at = Math.min(page, pages)
  return { files: sorted.slice((at - 1) * PAGE_FILES, at * PAGE_FILES), page: at, pages, found: found.length }
}

export type Folder = { path: string | null; files: FileView[] }

/** Files that follow each other in one folder, together. */
export function inFolders(files: readonly FileView[]): Folder[] {
  const folders: Folder[] = []
  for (const file of files) {
    const last = folders.at(-1)
    if (last && last.path === file.path) last.files.push(file)
    else folders.push({ path: file.path, files: [file] })
  }
  return folders
}
