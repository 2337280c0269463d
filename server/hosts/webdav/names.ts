// The names of a file in its collection: while it is sent, and once it is there.
import { hostFileName } from '#server/hosts/file-name.ts'

type Named = { fileId: string; name: string }

/** While it is sent: by its id, so that two files of one name do not meet, and that an attempt writes over an earlier one. */
export const unfinishedName = ({ fileId }: Named): string => `${fileId}.part`

/** Whether a name is one of those. */
export const isUnfinished = (name: string): boolean => /^[0-9a-f-]{36}\.part$/i.test(name)

/** Its own. */
export const plainName = ({ name }: Named): string => hostFileName(name)

/** Where another file has that already: the same with a part of the file's id before its extension. */
export function markedName({ fileId, name }: Named): string {
  const mark = ` (${fileId.slice(0, 8)})`
  const plain = hostFileName(name)
  const dot = plain.lastIndexOf('.')
  const at = dot > 0 ? dot : plain.length
  return hostFileName(`${plain.slice(0, at)}${mark}${plain.slice(at)}`)
}
