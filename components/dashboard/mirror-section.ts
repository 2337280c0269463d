// One mirror that is open on this page.
import type { FetchSession } from '#components/fetch/fetch-session.ts'
import type { PickedFile } from '#components/upload/picked-files.ts'
import type { Uploads } from '#components/upload/upload-view.ts'

export type MirrorSection = {
  mirror: { id: string; shareUrl: string }
  title: string
  /** Its files on their way into staging, whoever brings them there. */
  uploads: Uploads
  /** The same, where the server fetches them. */
  fetches?: FetchSession
}

/** What a mirror is called as long as nobody has given it a name; `several` names it after its first file and how many more there are. */
export function titleOf(picked: readonly PickedFile[], several: (name: string, more: number) => string): string {
  const [first] = picked
  if (!first) return ''
  const [folder] = first.path?.split('/') ?? []
  if (folder !== undefined && picked.every(({ path }) => path === folder || path?.startsWith(`${folder}/`)))
    return folder
  return picked.length === 1 ? first.file.name : several(first.file.name, picked.length - 1)
}
