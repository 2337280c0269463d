// A bucket of somebody's, on any service that speaks S3: one PUT or parts, links by a public address or a signature.
// Facts: docs/hosts/s3.md.
import { z } from 'zod'
import type { Host } from './host.ts'
import { baseUrl, type CommonSettings, defineKind, factsOf, hidden } from './kind.ts'
import { largestSinglePut } from './local.ts'
import { type BucketConfig, bucketOf } from './s3/bucket.ts'
import { checkFile, findFile, removeFile, type S3Files, uploadFile } from './s3/files.ts'

const settings = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i, 'expected the name of a bucket'),
  region: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .default('us-east-1'),
  accessKeyId: hidden,
  secretAccessKey: hidden,
  /** Keys begin with it. */
  prefix: z
    .string()
    .regex(/^[^\p{Cc}/][^\p{Cc}]{0,200}$/u, 'expected a path without a slash at its start')
    .transform((value) => value.replace(/\/+$/, ''))
    .exactOptional(),
  /** Whether the bucket stands in the path. */
  forcePathStyle: z.boolean().default(true),
  /** Where everybody can read the bucket; else links are signed, and last seven days. */
  publicUrl: baseUrl.exactOptional(),
})

/** S3's limit for an object, in bytes. */
const largestObject = 5 * 1024 ** 4

export type S3Config = BucketConfig &
  Pick<S3Files, 'prefix' | 'publicUrl'> &
  Partial<Pick<S3Files, 'singlePutLimit' | 'partSizeFor'>>

export function s3(common: CommonSettings, { singlePutLimit = largestSinglePut, ...config }: S3Config) {
  const files: S3Files = { ...config, singlePutLimit, config }
  return {
    ...factsOf(common, {
      maxFileSize: largestObject,
      concurrency: 4,
      ...(config.publicUrl === null && { retention: '7 days, for its links end then', retentionDays: 7 }),
    }),
    digests: ['md5'],
    // The key is the file's own, so that the same bytes lie there again.
    resendIsSafe: true,
    upload: (source, call) => uploadFile(files, source, call),
    checkAccount: ({ signal }) => bucketOf(config, { signal }).look(config.prefix),
    find: (file, call) => findFile(files, file, call),
    check: (stored, call) => checkFile(files, stored, call),
    remove: (stored, call) => removeFile(files, stored, call),
  } satisfies Host
}

export const s3Kind = defineKind({
  kind: 's3',
  settings,
  open: (common, { prefix, publicUrl, ...own }, http) =>
    s3(common, { ...own, endpoint: common.url, prefix: prefix ?? '', publicUrl: publicUrl ?? null, http }),
})
