// Streams bytes to a file and computes their size and digests on the way, over one body or several chunks.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { createBLAKE3 } from 'hash-wasm'

/** `size` in bytes; digests in lower-case hex. */
export type Received = { path: string; size: number; sha256: string; sha1: string; md5: string; blake3: string }

export type Receiver = {
  /** Bytes written so far. */
  readonly size: number
  /** Appends; what came before an error stays, as it does in a server that writes what it reads. */
  take(chunks: AsyncIterable<Uint8Array>): Promise<void>
  close(): Promise<Received>
}

/** Opens a new file at `path`. */
export async function openReceiver(path: string): Promise<Receiver> {
  const file = await open(path, 'w')
  const [sha256, sha1, md5, blake3] = [
    createHash('sha256'),
    createHash('sha1'),
    createHash('md5'),
    await createBLAKE3(),
  ]
  let size = 0
  return {
    get size() {
      return size
    },
    async take(chunks) {
      for await (const chunk of chunks) {
        sha256.update(chunk)
        sha1.update(chunk)
        md5.update(chunk)
        blake3.update(chunk)
        size += chunk.length
        await file.appendFile(chunk)
      }
    },
    async close() {
      await file.close()
      const told = { sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), md5: md5.digest('hex') }
      return { path, size, ...told, blake3: blake3.digest('hex') }
    },
  }
}

/** Receives one body into `path`. Throws, with the file closed, when the body breaks off. */
export async function receive(path: string, chunks: AsyncIterable<Uint8Array>): Promise<Received> {
  const receiver = await openReceiver(path)
  try {
    await receiver.take(chunks)
  } catch (error) {
    await receiver.close()
    throw error
  }
  return receiver.close()
}
