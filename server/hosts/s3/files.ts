// Files in a bucket: each under a key of its own, looked at once it is there, and linked to as its operator wants it.
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, Digests, FindInput, LinkState, Source, Stored, StoredRef, UploadCall } from '#server/hosts/host.ts'
import { md5Of, provenDigests } from '#server/hosts/local/etag.ts'
import { askStorage } from '#server/hosts/local/storage.ts'
import { putInParts, putWhole } from '#server/hosts/local/upload.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { type BucketConfig, bucketOf } from './bucket.ts'
import { longestSeconds, signerFor } from './signer.ts'

export type S3Files = {
  config: BucketConfig
  /** What keys begin with; empty for nothing. */
  prefix: string
  /** Base of links that everybody can follow, or null for signed ones. */
  publicUrl: string | null
  /** Larger files go up in parts; in bytes, at most S3's 5 GiB for one PUT. */
  singlePutLimit: number
  partSizeFor?: (size: number) => number
}

type Named = Pick<Source, 'mirrorId' | 'fileId' | 'name'>

/** The file's id keeps two files of one name apart; the name comes last, for links to end with it. */
const keyOf = ({ prefix }: S3Files, { mirrorId, fileId, name }: Named): string =>
  [...(prefix === '' ? [] : [prefix]), mirrorId, fileId, hostFileName(name)].join('/')

const objectHeaders = ({ name, type }: Pick<Source, 'name' | 'type'>): Record<string, string> => ({
  'content-type': mimeType(type),
  'content-disposition': `attachment; filename*=UTF-8''${pathSegment(hostFileName(name))}`,
})

type Copy = { key: string; size: number; digests: Digests }

async function storedAs(files: S3Files, { key, size, digests }: Copy): Promise<Stored> {
  const { config, publicUrl } = files
  if (publicUrl !== null)
    return { id: key, url: `${publicUrl}/${key.split('/').map(pathSegment).join('/')}`, size, digests }
  const expiresAt = new Date(Date.now() + longestSeconds * 1000).toISOString()
  const url = await signerFor(config)({ method: 'GET', key, seconds: longestSeconds })
  return { id: key, url, size, digests, extra: { expiresAt } }
}

const look = ({ config }: S3Files, key: string, { signal, lost }: Call & { lost: 'retry' | 'unknown' }) =>
  askStorage(() => bucketOf(config, { signal }).head(key), { signal, lost })

/** The answer to a PUT or to the joining of parts says little, so a HEAD follows, which tells the size and the ETag. */
export async function uploadFile(files: S3Files, source: Source, call: UploadCall): Promise<Stored> {
  const { config, singlePutLimit, partSizeFor } = files
  const key = keyOf(files, source)
  const headers = objectHeaders(source)
  const storage = bucketOf(config, { signal: call.signal, headers, ...(partSizeFor && { partSizeFor }) })
  const put = source.size > singlePutLimit ? putInParts : putWhole
  const upload = { config: { storage, http: config.http }, source, call, key, headers, resume: call.resume }
  const { etagIsMd5 } = await put(upload)
  const copy = await look(files, key, { ...call, lost: 'unknown' })
  if (!copy) throw new HostError('retry', 'took the file but does not have it.')
  const md5 = etagIsMd5 ? md5Of(copy.etag) : undefined
  return storedAs(files, { key, size: copy.size, digests: md5 === undefined ? {} : { md5 } })
}

/** A PUT makes an object whole or not at all; what lies at the file's own key, of its size, is the file. */
export async function findFile(files: S3Files, file: FindInput, call: Call): Promise<Stored | null> {
  const key = keyOf(files, file)
  const copy = await look(files, key, { ...call, lost: 'retry' })
  if (!copy || copy.size !== file.size) return null
  const digests = provenDigests(copy.etag, file.digests)
  return digests && storedAs(files, { key, size: copy.size, digests })
}

/** 404 is dead; where the keys may not list the bucket, a missing object is a 403, which says nothing. */
export async function checkFile(files: S3Files, { id }: StoredRef, call: Call): Promise<LinkState> {
  try {
    return (await look(files, id, { ...call, lost: 'retry' })) ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `DELETE`, which is 204 also for what is not there. */
export const removeFile = ({ config }: S3Files, { id }: StoredRef, { signal }: Call): Promise<void> =>
  askStorage(() => bucketOf(config, { signal }).delete(id), { signal, lost: 'retry' })
