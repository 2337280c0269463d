// What the ETag of an object tells of its bytes.
import type { Digests } from '#server/hosts/host.ts'

/** The MD5 in an ETag that is nothing else, as of an object that came in one PUT. */
export const md5Of = (etag: string): string | undefined => /^"?([0-9a-f]{32})"?$/.exec(etag)?.[1]

/**
 * The digests that an object of the file's size proves by its ETag, none where that is no MD5, or null where it is another:
 * one that equals our MD5 proves the bytes, and one that could be an MD5 and differs is not trusted to be the file.
 */
export function provenDigests(etag: string, { md5: ours }: Digests): Digests | null {
  const md5 = md5Of(etag)
  if (md5 === undefined || ours === undefined) return {}
  return md5 === ours ? { md5 } : null
}
