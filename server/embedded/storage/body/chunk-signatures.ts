// The chain of signatures in a streaming body: each chunk's covers the one before, so none can be changed, left out or replayed.
import { createHash, type Hash } from 'node:crypto'
import { hmac, type Signing, sameSignature } from '#server/embedded/storage/auth/signer.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'

const emptyHash = createHash('sha256').digest('hex')

/** Strings to sign as in the S3 API reference, "Signature calculations … (Chunked upload)" and "… trailing headers". */
export class ChunkSignatures {
  readonly #signing: Signing
  #previous: string
  #hash: Hash = createHash('sha256')

  constructor({ signature, signing }: { signature: string; signing: Signing }) {
    this.#previous = signature
    this.#signing = signing
  }

  /** Adds bytes to the chunk that is being read. */
  update(bytes: Buffer): void {
    this.#hash.update(bytes)
  }

  #check(expected: string, given: string): void {
    if (!sameSignature(expected, given)) throw new S3Error('SignatureDoesNotMatch')
    this.#previous = expected
  }

  /** Ends a chunk. @throws {S3Error} SignatureDoesNotMatch */
  endChunk(signature: string): void {
    const { key, date, scope } = this.#signing
    const hash = this.#hash.digest('hex')
    this.#hash = createHash('sha256')
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', date, scope, this.#previous, emptyHash, hash].join('\n')
    this.#check(hmac(key, text), signature)
  }

  /** Ends the trailers. @throws {S3Error} SignatureDoesNotMatch */
  endTrailers(trailers: ReadonlyMap<string, string>, signature: string): void {
    const { key, date, scope } = this.#signing
    const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    const hash = createHash('sha256').update(canonical, 'latin1').digest('hex')
    const text = ['AWS4-HMAC-SHA256-TRAILER', date, scope, this.#previous, hash].join('\n')
    this.#check(hmac(key, text), signature)
  }
}
