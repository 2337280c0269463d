// Presigned URLs: for browsers that upload, for the engine that reads, for people who download.
import { GetObjectCommand, PutObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { bucket, publicS3, s3 } from './s3.ts'

/** Seconds that an upload URL lives: storage asks at the start of a request only, so slow uploads are not cut. */
export const UPLOAD_SECONDS = 6 * 3600
/** Seconds that the engine's own reads and writes may take to begin. */
const ENGINE_SECONDS = 900
const DOWNLOAD_SECONDS = 3600

export type PresignedUpload = { url: string; expiresAt: Date }

const expiry = (seconds: number) => new Date(Date.now() + seconds * 1000)

/**
 * A URL that takes exactly `size` bytes: the length is signed, so that storage refuses any other.
 * @param baseUrl where the visitor sees this product
 */
export async function presignPut(key: string, size: number, baseUrl: string): Promise<PresignedUpload> {
  const command = new PutObjectCommand({ Bucket: bucket(), Key: key, ContentLength: size })
  return {
    url: await getSignedUrl(publicS3(baseUrl), command, { expiresIn: UPLOAD_SECONDS }),
    expiresAt: expiry(UPLOAD_SECONDS),
  }
}

const origins = new WeakMap<S3Client, Promise<string>>()

/** The origin that browsers upload to and download from: `https://bucket.s3.eu-west-1.amazonaws.com`, say, or our own. */
export function uploadOrigin(baseUrl: string): Promise<string> {
  const client = publicS3(baseUrl)
  const known = origins.get(client)
  if (known) return known
  const command = new GetObjectCommand({ Bucket: bucket(), Key: 'any' })
  const origin = getSignedUrl(client, command).then((url) => new URL(url).origin)
  origins.set(client, origin)
  return origin
}

type Part = { key: string; uploadId: string; partNumber: number; size: number }

const partCommand = ({ key, uploadId, partNumber, size }: Part) =>
  new UploadPartCommand({ Bucket: bucket(), Key: key, UploadId: uploadId, PartNumber: partNumber, ContentLength: size })

/** A URL that takes one part of exactly `size` bytes. */
export async function presignPart(part: Part, baseUrl: string): Promise<PresignedUpload> {
  const url = await getSignedUrl(publicS3(baseUrl), partCommand(part), { expiresIn: UPLOAD_SECONDS })
  return { url, expiresAt: expiry(UPLOAD_SECONDS) }
}

/** The same two for this server's own writes, at the address that it reaches storage by. */
export const presignOwnPut = (key: string, size: number): Promise<string> =>
  getSignedUrl(s3(), new PutObjectCommand({ Bucket: bucket(), Key: key, ContentLength: size }), {
    expiresIn: ENGINE_SECONDS,
  })

export const presignOwnPart = (part: Part): Promise<string> =>
  getSignedUrl(s3(), partCommand(part), { expiresIn: ENGINE_SECONDS })

/** A URL that the engine reads an object from; ranges and conditions go beside it as headers. */
export const presignRead = (key: string): Promise<string> =>
  getSignedUrl(s3(), new GetObjectCommand({ Bucket: bucket(), Key: key }), { expiresIn: ENGINE_SECONDS })

/** RFC 8187's form of a file name, for a header that must be ASCII. */
const encodeName = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/** A URL that a person downloads an object from: always as a file to keep, never as a page to show. */
export const presignDownload = ({
  key,
  name,
  baseUrl,
}: {
  key: string
  name: string
  baseUrl: string
}): Promise<string> =>
  getSignedUrl(
    publicS3(baseUrl),
    new GetObjectCommand({
      Bucket: bucket(),
      Key: key,
      ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeName(name)}`,
      ResponseContentType: 'application/octet-stream',
    }),
    { expiresIn: DOWNLOAD_SECONDS },
  )
