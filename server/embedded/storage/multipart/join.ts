// What a multipart object's ETag and checksum are made of: those of its parts.
import { createHash } from 'node:crypto'
import type { Checksum, Hasher } from '#server/embedded/storage/body/checksums.ts'
import { combineCrc } from '#server/embedded/storage/body/crc-combine.ts'
import type { Part, Upload } from '#server/embedded/storage/data/stored.ts'

/** S3's ETag of a multipart object: the MD5 of the parts' MD5s, and how many there are. */
export const joinEtags = (parts: readonly Part[]): string =>
  `${createHash('md5')
    .update(Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex'))))
    .digest('hex')}-${parts.length}`

/**
 * The checksum of a multipart object; undefined when a part has none.
 * @param hasher a fresh one of the upload's algorithm
 */
export function joinChecksums(
  { algorithm, type }: NonNullable<Upload['checksum']>,
  parts: readonly Part[],
  hasher: Hasher,
): Checksum | undefined {
  const values = parts.flatMap(({ checksum }) => (checksum === undefined ? [] : [Buffer.from(checksum, 'base64')]))
  const [first] = values
  if (!first || values.length < parts.length) return undefined
  if (type === 'COMPOSITE') {
    for (const value of values) hasher.update(value)
    return { algorithm, type, value: `${hasher.digest().toString('base64')}-${parts.length}` }
  }
  const whole = values
    .slice(1)
    .reduce<Buffer>(
      (joined, value, index) => combineCrc(algorithm, [joined, value], parts[index + 1]?.size ?? 0),
      first,
    )
  return { algorithm, type, value: whole.toString('base64') }
}
