// A file of noise, so that no host knows it already, with its digests.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Digests, Source } from '#server/hosts/host.ts'

/** @param size in bytes; held in memory, since probes are small */
export function randomFile(size: number): { source: Source; digests: Digests } {
  const bytes = randomBytes(size)
  const hex = (name: 'sha256' | 'sha1' | 'md5') => createHash(name).update(bytes).digest('hex')
  async function* from(start: number) {
    yield bytes.subarray(start)
  }
  const source: Source = {
    fileId: randomUUID(),
    mirrorId: randomUUID(),
    name: `easymirror-probe-${Date.now()}.bin`,
    size,
    type: 'application/octet-stream',
    take: (start = 0) => from(start),
  }
  return { source, digests: { sha256: hex('sha256'), sha1: hex('sha1'), md5: hex('md5') } }
}
