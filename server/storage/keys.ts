// Where objects lie in the bucket. Keys are made of ids only, never of what a user typed.
import type { FileId, MirrorId } from '#server/ids.ts'

/** What the keys of all staged files of a mirror begin with. */
export const stagingPrefix = (mirrorId: MirrorId): string => `${mirrorId}/`

/** What the keys of all copies that the host `local` keeps of a mirror begin with. */
export const localPrefix = (mirrorId: MirrorId): string => `local/${mirrorId}/`

/** The object that a file waits in until its transfers are over. */
export const stagingKey = (mirrorId: MirrorId, fileId: FileId): string => `${stagingPrefix(mirrorId)}${fileId}`

/** The copy that the host `local` keeps. */
export const localKey = (mirrorId: MirrorId, fileId: FileId): string => `${localPrefix(mirrorId)}${fileId}`
