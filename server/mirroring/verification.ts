// By what a copy is known to be the file: the host's own digest, its size, or only its word.
import type { Verification } from '#db/schema/states.ts'
import { HostError } from '#server/hosts/errors.ts'
import type { DigestName, Digests, Stored } from '#server/hosts/host.ts'

const names: readonly DigestName[] = ['sha256', 'blake3', 'sha1', 'md5']

/**
 * Compares what the host says with what was sent.
 * @throws {HostError} `retry` when the host has something else
 */
export function verify(
  stored: Pick<Stored, 'size' | 'digests'>,
  file: { size: number; digests: Digests },
): Verification {
  if (stored.size !== null && stored.size !== file.size)
    throw new HostError('retry', 'has a copy of another size than the file.')
  const known = names.filter((name) => stored.digests[name] !== undefined && file.digests[name] !== undefined)
  if (known.some((name) => stored.digests[name] !== file.digests[name]))
    throw new HostError('retry', 'has a copy that differs from the file.')
  if (known.length > 0) return 'checksum'
  return stored.size === null ? 'reply' : 'size'
}
