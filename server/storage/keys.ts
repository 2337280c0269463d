// Where objects lie in the bucket. Keys are made of ids only, never of what a user typed.
import type { FileId, MirrorId } from '#server/ids.ts'

/** The object that a file waits in until its transfers are over. */
export const stagingKey = (mirrorId: MirrorId, fileId: FileId): string => `${mirrorId}/${fileId}`

/** The copy that the host `local` keeps. */
export const localKey = (mirrorId: MirrorId, fileId: FileId): string => `local/${mirrorId}/${fileId}`
