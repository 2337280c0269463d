// Sends slices of data files as a response, at the pace of whoever reads it.
import type { ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import type { Files } from '#server/embedded/storage/data/files.ts'
import type { Piece } from '#server/embedded/storage/data/pieces.ts'

/** In bytes: two of them lie in a processor's cache, and one read of the disk is long enough. */
export const readSize = 256 * 1024

type Reading = {
  signal?: AbortSignal
  /** Memory for the next read, of at least `size` bytes; new memory where it is not given. */
  memory?: (size: number) => Promise<Buffer>
}

const newMemory = async (size: number) => Buffer.allocUnsafeSlow(size)

/** The bytes of slices, in order, in buffers of at most 256 KiB. The files must be pinned. */
export async function* readPieces(
  files: Files,
  pieces: readonly Piece[],
  { signal, memory = newMemory }: Reading = {},
): AsyncGenerator<Buffer> {
  for (const { file, start, size } of pieces) {
    const handle = await files.open(file)
    try {
      let at = start
      const end = start + size
      while (at < end) {
        signal?.throwIfAborted()
        const length = Math.min(readSize, end - at)
        const buffer = await memory(length)
        const { bytesRead } = await handle.read(buffer, 0, length, at)
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
 * Sends slices and ends the response. Two buffers take turns, one being read into while the other is on its way: new
 * memory for each read costs more than the reads. The files must be pinned.
 * @returns bytes that left
 */
export async function sendPieces(files: Files, pieces: readonly Piece[], response: ServerResponse): Promise<number> {
  const turns = [turnOf(pieces), turnOf(pieces)] as const
  let turn = turns[0]
  let given = 0
  const memory = async () => {
    turn = turn === turns[0] ? turns[1] : turns[0]
    await turn.left
    return turn.buffer
  }
  try {
    for await (const bytes of readPieces(files, pieces, { memory })) {
      given += bytes.length
      turn.left = write(response, bytes)
      // Heard of when its turn comes again, or at the end.
      turn.left.catch(() => undefined)
    }
    await Promise.all(turns.map(({ left }) => left))
    response.end()
    await finished(response)
    return given
  } catch (error) {
    // A reader that leaves in the middle is no fault; what it took still counts.
    if (response.destroyed || response.writableAborted) return Math.max(0, given - response.writableLength)
    throw error
  }
}

type Turn = { buffer: Buffer; left: Promise<void> }

const turnOf = (pieces: readonly Piece[]): Turn => ({
  buffer: Buffer.allocUnsafeSlow(Math.min(readSize, Math.max(0, ...pieces.map(({ size }) => size)))),
  left: Promise.resolve(),
})

/** Resolves when the operating system has the bytes, so that their memory is free again. */
const write = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('The reader has left.'))
    response.once('close', onClose)
    response.write(bytes, (error) => {
      response.off('close', onClose)
      if (error) reject(error)
      else resolve()
    })
  })
