// The S3 clients: one for what this server does itself, one for each public address that presigned URLs carry.
import { S3Client } from '@aws-sdk/client-s3'
import { env } from '#server/env.ts'
import { processWide } from '#server/process-wide.ts'

/** Milliseconds to connect, and to wait for an answer to a call that moves no file. */
const CONNECT_TIMEOUT_MS = 5_000
const CALL_TIMEOUT_MS = 30_000
const MOST_CLIENTS = 32

function createClient(endpoint: string | undefined): S3Client {
  const { S3_REGION, S3_FORCE_PATH_STYLE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = env()
  return new S3Client({
    region: S3_REGION,
    // Most S3 servers that need an endpoint also need the bucket in the path; AWS itself does not.
    forcePathStyle: S3_FORCE_PATH_STYLE ?? endpoint !== undefined,
    ...(endpoint !== undefined && { endpoint }),
    ...(AWS_ACCESS_KEY_ID !== undefined &&
      AWS_SECRET_ACCESS_KEY !== undefined && {
        credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY.reveal() },
      }),
    // The SDK's default adds CRC32 to presigned PUTs, which browsers cannot send and other S3 servers refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: CALL_TIMEOUT_MS },
  })
}

const clients = () => processWide('s3-clients', () => new Map<string, S3Client>())

function clientFor(endpoint: string | undefined): S3Client {
  const known = clients().get(endpoint ?? '')
  if (known) return known
  // A public address may come from a request's Host header, so their number must not be the visitors' to choose.
  const [oldest] = clients().keys()
  if (oldest !== undefined && clients().size >= MOST_CLIENTS) clients().delete(oldest)
  const client = createClient(endpoint)
  clients().set(endpoint ?? '', client)
  return client
}

/** The client for calls that this server makes. */
export const s3 = (): S3Client => clientFor(env().S3_ENDPOINT)

/**
 * The client whose presigned URLs a browser can reach.
 * @param baseUrl where the visitor sees this product, such as `https://mirror.example`; no trailing slash
 */
export function publicS3(baseUrl: string): S3Client {
  const { S3_PUBLIC_ENDPOINT, S3_ENDPOINT, EASYMIRROR_EMBEDDED_STORAGE } = env()
  if (S3_PUBLIC_ENDPOINT !== undefined) return clientFor(S3_PUBLIC_ENDPOINT)
  return EASYMIRROR_EMBEDDED_STORAGE ? clientFor(`${baseUrl}/storage`) : clientFor(S3_ENDPOINT)
}

/** The bucket that staging and local copies are kept in. */
export const bucket = (): string => env().S3_BUCKET
