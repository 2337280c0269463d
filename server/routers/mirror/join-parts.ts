// Joins the parts of a large file once all of them are there; a list that does not fit is refused before storage acts on it.
import { AppError } from '#server/errors.ts'
import type { OwnedFile } from '#server/queries/files.ts'
import { stagingKey } from '#server/storage/keys.ts'
import {
  completeMultipartUpload,
  listParts,
  partCountFor,
  sizeOfPart,
  type UploadedPart,
} from '#server/storage/multipart.ts'

type NamedPart = Pick<UploadedPart, 'partNumber' | 'etag'>
type PartedFile = Pick<OwnedFile, 'id' | 'mirrorId' | 'size' | 'uploadId'> & { partSize: number }

const unquoted = (etag: string) => etag.replaceAll('"', '')

const incomplete = (sentence: string) => new AppError('CONFLICT', sentence)

/**
 * An upload that storage does not know any more may have been joined by an earlier call: who comes next looks at the object.
 * @param named the parts as the uploader counts them
 * @throws {AppError} CONFLICT when storage does not hold all of them, whole; BAD_REQUEST when none are named
 */
export async function joinParts(file: PartedFile, named: readonly NamedPart[] | undefined): Promise<void> {
  if (named === undefined) {
    const sentence = 'This file went up in parts, so they have to be named.'
    throw new AppError('BAD_REQUEST', sentence, { fields: { parts: [sentence] } })
  }
  if (file.uploadId === null) throw incomplete('The upload of this file has not begun.')
  const key = stagingKey(file.mirrorId, file.id)
  const stored = await listParts(key, file.uploadId)
  if (stored.length === 0) return
  await completeMultipartUpload(key, file.uploadId, wholeList(file, stored, named))
}

/** Each part of the file once, as storage has it, if that is what was named. */
function wholeList(
  { size, partSize }: PartedFile,
  stored: readonly UploadedPart[],
  named: readonly NamedPart[],
): UploadedPart[] {
  const there = new Map(stored.map((part) => [part.partNumber, part]))
  const wanted = new Map(named.map(({ partNumber, etag }) => [partNumber, unquoted(etag)]))
  const count = partCountFor(size, partSize)
  return Array.from({ length: count }, (_, index) => {
    const partNumber = index + 1
    const part = there.get(partNumber)
    const whole = part !== undefined && part.size === sizeOfPart(partNumber, { size, partSize })
    if (!whole) throw incomplete(`Part ${partNumber} of ${count} has not arrived.`)
    if (wanted.get(partNumber) !== unquoted(part.etag))
      throw incomplete(`Part ${partNumber} of ${count} is not the one that was named.`)
    return part
  })
}
