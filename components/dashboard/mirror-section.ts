// One mirror that was begun on this page.
import { count } from '#components/format/plural.ts'
import type { CreatedMirror } from '#components/upload/upload-api.ts'
import type { PickedFile, UploadSession } from '#components/upload/upload-session.ts'

export type MirrorSection = {
  mirror: CreatedMirror
  title: string
  uploads: UploadSession
}

/** What a mirror is called as long as nobody has given it a name. */
export function titleOf(picked: readonly PickedFile[]): string {
  const [first] = picked
  if (!first) return 'Mirror'
  const [folder] = first.path?.split('/') ?? []
  if (folder !== undefined && picked.every(({ path }) => path === folder || path?.startsWith(`${folder}/`)))
    return folder
  return picked.length === 1 ? first.file.name : `${first.file.name} and ${count(picked.length - 1, 'more file')}`
}
