// Digests of bytes that are stored already.
import { createHash } from 'node:crypto'
import { type ChecksumAlgorithm, openChecksum } from '#server/embedded/storage/body/checksums.ts'
import type { Files } from '#server/embedded/storage/data/files.ts'
import type { Piece } from '#server/embedded/storage/data/pieces.ts'
import { readPieces, readSize } from './send.ts'

/**
 * Reads slices through. Their files must be pinned.
 * @returns the MD5 in hex, and in base64 the checksum that was asked for
 */
export async function digestPieces(
  files: Files,
  pieces: readonly Piece[],
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ md5: string; checksum: string | undefined }> {
  const md5 = createHash('md5')
  const hasher = algorithm && (await openChecksum(algorithm))
  const buffer = Buffer.allocUnsafeSlow(readSize)
  for await (const bytes of readPieces(files, pieces, { memory: async () => buffer })) {
    md5.update(bytes)
    hasher?.update(bytes)
  }
  return { md5: md5.digest('hex'), checksum: hasher?.digest().toString('base64') }
}
