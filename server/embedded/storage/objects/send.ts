// Sends slices of data files as a response, at the pace of whoever reads it.
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Files } from '#server/embedded/storage/data/files.ts'
import type { Piece } from '#server/embedded/storage/data/pieces.ts'

const readSize = 512 * 1024

/** The bytes of slices, in order, in buffers of at most 512 KiB. The files must be pinned. */
export async function* readPieces(
  files: Files,
  pieces: readonly Piece[],
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  for (const { file, start, size } of pieces) {
    const handle = await files.open(file)
    try {
      let at = start
      const end = start + size
      while (at < end) {
        signal?.throwIfAborted()
        const buffer = Buffer.allocUnsafeSlow(Math.min(readSize, end - at))
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
        if (bytesRead === 0) throw new Error('A data file is shorter than the index says.')
        at += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    } finally {
      await handle.close()
    }
  }
}

/**
 * Sends slices and ends the response. The files must be pinned.
 * @returns bytes that left
 */
export async function sendPieces(files: Files, pieces: readonly Piece[], response: ServerResponse): Promise<number> {
  let given = 0
  const counted = async function* () {
    for await (const bytes of readPieces(files, pieces)) {
      given += bytes.length
      yield bytes
    }
  }
  try {
    await pipeline(counted, response)
    return given
  } catch (error) {
    // A reader that leaves in the middle is no fault; what it took still counts.
    if (response.destroyed || response.writableAborted) return Math.max(0, given - response.writableLength)
    throw error
  }
}
