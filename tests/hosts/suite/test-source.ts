// A file made of noise, as the engine would hand it to an adapter: taken once, exact or failing on command.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createBLAKE3 } from 'hash-wasm'
import type { DigestName, Digests, Source } from '#server/hosts/host.ts'

const MiB = 1024 ** 2

type Given = {
  size: number
  name?: string
  type?: string
  /** The bytes end here without a word, which the engine promises never to do. */
  endsAfter?: number
  fails?: { after: number; error: Error }
  /** Called before each chunk with the bytes that were given so far. */
  onProgress?: (taken: number) => void
}

export type TestSource = Source & {
  /** Bytes that the adapter has asked for and got. */
  taken(): number
  /** Resolves once the adapter has let the bytes go, read or not. */
  released: Promise<void>
  /** The same bytes under the same name, as the engine opens them for another attempt. */
  again(): TestSource
  /** What an honest host says of the bytes. */
  digest(name: DigestName): Promise<string>
}

/** The noise of one file: chunks are windows into one block, so that no size costs memory, and no two are the same. */
function* noise(block: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += MiB) {
    const from = ((at / MiB) * 65_537) % MiB
    yield block.subarray(from, from + Math.min(MiB, size - at))
  }
}

/** A source of `size` bytes that are like no other's. */
export const testSource = (given: Given): TestSource =>
  sourceOf({ ...given, block: randomBytes(2 * MiB), fileId: randomUUID(), mirrorId: randomUUID() })

type Whole = Given & { block: Buffer; fileId: string; mirrorId: string }

function sourceOf(whole: Whole): TestSource {
  const { size, name = 'file.bin', type = 'application/octet-stream', block, fileId, mirrorId, ...given } = whole
  const released = Promise.withResolvers<void>()
  let taken = 0
  let takes = 0

  async function* bytes(from: number) {
    try {
      for (const chunk of noise(block, given.fails?.after ?? given.endsAfter ?? size)) {
        given.onProgress?.(taken)
        const known = Math.min(Math.max(from - taken, 0), chunk.length)
        taken += chunk.length
        if (known < chunk.length) yield chunk.subarray(known)
      }
      if (given.fails) throw given.fails.error
    } finally {
      released.resolve()
    }
  }

  return {
    fileId,
    mirrorId,
    name,
    size,
    type,
    take(from = 0) {
      takes += 1
      if (takes > 1) throw new Error('The bytes were taken twice.')
      return bytes(from)
    },
    taken: () => taken,
    released: released.promise,
    again: () => sourceOf(whole),
    digest: (digestName) => digestOf(digestName, noise(block, size)),
  }
}

async function digestOf(name: DigestName, chunks: Iterable<Buffer>): Promise<string> {
  if (name === 'blake3') {
    const blake3 = await createBLAKE3()
    for (const chunk of chunks) blake3.update(chunk)
    return blake3.digest('hex')
  }
  const hash = createHash(name)
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** These digests of the bytes, and SHA-256. */
export async function digestsAs(source: TestSource, names: readonly DigestName[]): Promise<Digests> {
  const digests: Digests = {}
  for (const name of new Set<DigestName>(['sha256', ...names])) digests[name] = await source.digest(name)
  return digests
}

/** All digests that hosts tell of. */
export const digestsOf = async (source: TestSource): Promise<Digests> => ({
  sha256: await source.digest('sha256'),
  sha1: await source.digest('sha1'),
  md5: await source.digest('md5'),
  blake3: await source.digest('blake3'),
})
