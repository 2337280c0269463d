// Makes the bucket ready at start: it exists, and browsers may upload to it from another origin.
import {
  CreateBucketCommand,
  GetBucketCorsCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { env } from '#server/env.ts'
import { log } from '#server/log.ts'
import { bucket, s3 } from './s3.ts'

const statusOf = (error: unknown) => (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined)

async function createWhereMissing(): Promise<void> {
  try {
    await s3().send(new HeadBucketCommand({ Bucket: bucket() }))
  } catch (error) {
    // Keys that may not look at the bucket may still use it, so only a plain "not there" makes one.
    if (statusOf(error) === 403) return
    if (statusOf(error) !== 404) throw error
    await s3().send(new CreateBucketCommand({ Bucket: bucket() }))
  }
}

/** Rules of the operator's own are left alone. */
async function allowBrowsersWhereUnset(): Promise<void> {
  try {
    await s3().send(new GetBucketCorsCommand({ Bucket: bucket() }))
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    await s3().send(
      new PutBucketCorsCommand({
        Bucket: bucket(),
        CORSConfiguration: {
          CORSRules: [
            {
              AllowedOrigins: [env().APP_URL ?? '*'],
              AllowedMethods: ['GET', 'HEAD', 'PUT'],
              AllowedHeaders: ['*'],
              // A browser that uploads in parts has to read each part's ETag.
              ExposeHeaders: ['ETag'],
              MaxAgeSeconds: 3600,
            },
          ],
        },
      }),
    )
  }
}

/**
 * Makes the bucket where it is missing, with CORS rules where it has none.
 * @throws when storage cannot be reached; a provider that refuses to set CORS is a warning only
 */
export async function ensureBucket(): Promise<void> {
  await createWhereMissing()
  await allowBrowsersWhereUnset().catch((error: unknown) =>
    log.warn({ err: error }, 'storage did not take CORS rules: set them by hand if it is on another origin'),
  )
}

/**
 * Resolves when storage answers for the bucket.
 * @throws when it does not, or has no such bucket
 */
export async function pingStorage(signal: AbortSignal): Promise<void> {
  try {
    await s3().send(new HeadBucketCommand({ Bucket: bucket() }), { abortSignal: signal })
  } catch (error) {
    // Keys that may not look at the bucket may still use it.
    if (statusOf(error) !== 403) throw error
  }
}
