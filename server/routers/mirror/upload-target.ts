// Where a browser sends the bytes of a file: one signed PUT, or a multipart upload whose parts are signed as they are due. Files that
// this server fetches have no such place.
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import type { FileId, MirrorId, OwnerId } from '#server/ids.ts'
import { keepUploadId, type OwnedFile } from '#server/queries/files.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { abortMultipartUpload, createMultipartUpload, partCountFor } from '#server/storage/multipart.ts'
import { presignPut } from '#server/storage/presign.ts'

export type UploadTarget =
  | { method: 'PUT'; url: string; headers: Record<string, string>; expiresAt: Date }
  | { multipart: { uploadId: string; partSize: number; partCount: number } }

/** A file that is on its way up; `partSize` is null for one that goes up whole. */
export type Uploading = Pick<OwnedFile, 'id' | 'mirrorId' | 'size' | 'partSize' | 'uploadId'>

const fetched = 'This server fetches the file by itself.'

const uploaded = 'This file has been uploaded already.'

/** Why a file is not on its way up any more. */
export const uploadOver = {
  staged: uploaded,
  released: uploaded,
  aborted: 'The upload of this file was given up.',
  expired: 'The upload of this file took too long, so it was given up. Upload it again.',
} satisfies Record<Exclude<OwnedFile['status'], 'uploading'>, string>

/** @throws {AppError} CONFLICT when the file is not on its way up any more, or nobody uploads it */
export function assertUploading({ status, sealedSource }: Pick<OwnedFile, 'status' | 'sealedSource'>): void {
  if (status !== 'uploading') throw new AppError('CONFLICT', uploadOver[status])
  if (sealedSource !== null) throw new AppError('CONFLICT', fetched)
}

/** Opens a multipart upload for a file that has none; when another call is quicker, its upload is the one. */
async function openUpload(owner: OwnerId, { id, mirrorId }: { id: FileId; mirrorId: MirrorId }): Promise<string> {
  const key = stagingKey(mirrorId, id)
  const uploadId = await createMultipartUpload(key)
  const kept = await keepUploadId(database(), owner, { id, uploadId })
  if (kept !== uploadId) await abortMultipartUpload(key, uploadId)
  return kept
}

/** The id of a file's multipart upload, opened where it is not yet. */
export const uploadIdOf = async (owner: OwnerId, file: Uploading): Promise<string> =>
  file.uploadId ?? openUpload(owner, file)

/**
 * The declared size is signed in, so storage takes no other; browsers send that header by themselves, and none beside it
 * is needed.
 * @param baseUrl where the visitor sees this product
 */
export async function uploadTarget(owner: OwnerId, file: Uploading, baseUrl: string): Promise<UploadTarget> {
  const { id, mirrorId, size, partSize } = file
  if (partSize === null)
    return { method: 'PUT', headers: {}, ...(await presignPut(stagingKey(mirrorId, id), size, baseUrl)) }
  const uploadId = await uploadIdOf(owner, file)
  return { multipart: { uploadId, partSize, partCount: partCountFor(size, partSize) } }
}
