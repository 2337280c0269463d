// This server itself: a copy in the operator's own object storage, behind a download link, for some days. Facts: docs/hosts/local.md.
import { hostIdSchema } from '#server/ids.ts'
import { HostError } from './errors.ts'
import type { Call, Digests, FindInput, Host, HostFacts, LinkState, Source, Stored, StoredRef } from './host.ts'
import type { HostHttp } from './http.ts'
import { md5Of, provenDigests } from './local/etag.ts'
import { askStorage, type LocalStorage } from './local/storage.ts'
import { putInParts, putWhole } from './local/upload.ts'

export type LocalConfig = {
  storage: LocalStorage
  http: HostHttp
  /** Days that a copy is kept, at least 1. */
  retentionDays: number
  /** Larger files go up in parts; in bytes, at most S3's 5 GiB for one PUT. */
  singlePutLimit: number
}

const GiB = 1024 ** 3

/** S3's limit for one PUT, in bytes. */
export const largestSinglePut = 5 * GiB

/** S3's limit for an object, in bytes. */
const largestObject = 5 * 1024 * GiB

const dayMs = 24 * 3600_000

/** @param retentionDays 0 where the host is off */
export const localFacts = (retentionDays: number) =>
  ({
    id: hostIdSchema.parse('local'),
    name: 'This server',
    homepage: '/',
    account: 'none',
    limits: { maxFileSize: largestObject, concurrency: 4 },
    retention: retentionDays === 1 ? '1 day' : `${retentionDays} days`,
    retentionDays,
  }) satisfies HostFacts

export const local = (config: LocalConfig) =>
  ({
    ...localFacts(config.retentionDays),
    digests: ['md5'],
    resendIsSafe: true,
    upload: (source, call) => uploadFile(config, source, call),
    find: (file, call) => findFile(config, file, call),
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  }) satisfies Host

type Copy = { file: { mirrorId: string; fileId: string }; key: string; size: number; digests: Digests }

const storedAs = ({ retentionDays }: LocalConfig, { file, key, size, digests }: Copy): Stored => ({
  id: key,
  url: `/mirror/${file.mirrorId}/files/${file.fileId}`,
  size,
  digests,
  extra: { expiresAt: new Date(Date.now() + retentionDays * dayMs).toISOString() },
})

async function uploadFile(config: LocalConfig, source: Source, call: Call): Promise<Stored> {
  const key = config.storage.keyOf(source)
  const put = source.size > config.singlePutLimit ? putInParts : putWhole
  const { etagIsMd5 } = await put({ config, source, call, key })
  const copy = await head(config, key, { ...call, lost: 'unknown' })
  if (!copy) throw new HostError('retry', 'took the file but does not have it.')
  const md5 = etagIsMd5 ? md5Of(copy.etag) : undefined
  return storedAs(config, { file: source, key, size: copy.size, digests: md5 === undefined ? {} : { md5 } })
}

const head = ({ storage }: LocalConfig, key: string, asking: Call & { lost: 'retry' | 'unknown' }) =>
  askStorage(() => storage.head(key, asking.signal), asking)

/** The object at the key of this very file, which a PUT either makes whole or not at all. */
async function findFile(config: LocalConfig, file: FindInput, call: Call): Promise<Stored | null> {
  const key = config.storage.keyOf(file)
  const copy = await head(config, key, { ...call, lost: 'retry' })
  if (!copy || copy.size !== file.size) return null
  const digests = provenDigests(copy.etag, file.digests)
  return digests && storedAs(config, { file, key, size: copy.size, digests })
}

async function checkFile(config: LocalConfig, { id }: StoredRef, call: Call): Promise<LinkState> {
  try {
    return (await head(config, id, { ...call, lost: 'retry' })) ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

const removeFile = ({ storage }: LocalConfig, { id }: StoredRef, { signal }: Call): Promise<void> =>
  askStorage(() => storage.delete(id), { signal, lost: 'retry' })
