// Receives a body into a data file, with its MD5 and the checksum that was asked for.
import { createHash } from 'node:crypto'
import { type ChecksumAlgorithm, openChecksum } from '#server/embedded/storage/body/checksums.ts'
import { checkExpectations } from '#server/embedded/storage/body/expectations.ts'
import type { Piece } from '#server/embedded/storage/data/pieces.ts'
import { type Call, openBody } from '#server/embedded/storage/request/call.ts'

export type Received = {
  size: number
  /** Hex. */
  md5: string
  /** Base64. */
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined
  /** None for an empty body. */
  pieces: Piece[]
}

type Publish<T> = (received: Received) => Promise<T>

async function write(call: Call): Promise<Received> {
  const { payload, expectations } = openBody(call)
  const { files } = call
  const algorithm = expectations.checksum?.algorithm
  const hasher = algorithm && (await openChecksum(algorithm))
  const md5 = createHash('md5')
  const draft = await files.create()
  try {
    for await (const bytes of payload.chunks) {
      md5.update(bytes)
      hasher?.update(bytes)
      const full = draft.write(bytes)
      if (full) await full
    }
    const computed = { md5: md5.digest('hex'), checksum: hasher?.digest().toString('base64') }
    checkExpectations(expectations, payload, computed)
    const { size } = draft
    const checksum = algorithm && computed.checksum !== undefined ? { algorithm, value: computed.checksum } : undefined
    if (size === 0) {
      await files.discard(draft)
      return { size, md5: computed.md5, checksum, pieces: [] }
    }
    const file = await files.keep(draft)
    return { size, md5: computed.md5, checksum, pieces: [{ file, start: 0, size }] }
  } catch (error) {
    await files.discard(draft)
    throw error
  }
}

/**
 * Receives the body of a call and has it published. Until `publish` has written a row nobody sees anything of it, and when
 * that fails the file goes.
 * @throws {S3Error} those of the body, and what `publish` throws
 */
export async function receive<T>(call: Call, publish: Publish<T>): Promise<T> {
  const received = await write(call)
  const kept = received.pieces.map(({ file }) => file)
  try {
    return await publish(received)
  } catch (error) {
    call.files.remove(kept)
    throw error
  } finally {
    call.files.release(kept)
  }
}
