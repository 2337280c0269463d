// Where objects lie in the bucket. Keys are made of ids only, never of what a user typed.
import { type FileId, fileIdSchema, type MirrorId, mirrorIdSchema } from '#server/ids.ts'

/** What the keys of all staged files of a mirror begin with. */
export const stagingPrefix = (mirrorId: MirrorId): string => `${mirrorId}/`

/** What the keys of all copies that the host `local` keeps of a mirror begin with. */
export const localPrefix = (mirrorId: MirrorId): string => `local/${mirrorId}/`

/** The object that a file waits in until its transfers are over. */
export const stagingKey = (mirrorId: MirrorId, fileId: FileId): string => `${stagingPrefix(mirrorId)}${fileId}`

/** The copy that the host `local` keeps. */
export const localKey = (mirrorId: MirrorId, fileId: FileId): string => `${localPrefix(mirrorId)}${fileId}`

export type ParsedKey = { kind: 'staging' | 'local'; mirrorId: MirrorId; fileId: FileId }

/** What one of our keys is about, or null for an object of somebody else's in the same bucket. */
export function parseKey(key: string): ParsedKey | null {
  const parts = key.split('/')
  const kind = parts[0] === 'local' ? 'local' : 'staging'
  const [mirror, file, ...more] = kind === 'local' ? parts.slice(1) : parts
  const mirrorId = mirrorIdSchema.safeParse(mirror)
  const fileId = fileIdSchema.safeParse(file)
  if (!mirrorId.success || !fileId.success || more.length > 0) return null
  return { kind, mirrorId: mirrorId.data, fileId: fileId.data }
}
