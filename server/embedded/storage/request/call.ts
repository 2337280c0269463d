// One request on its way through the storage: what an operation is given.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Verified } from '#server/embedded/storage/auth/verify.ts'
import { openPayload, type Payload, readSmall } from '#server/embedded/storage/body/payload.ts'
import { type Expectations, readExpectations } from '#server/embedded/storage/body/expectations.ts'
import { checkExpectations } from '#server/embedded/storage/body/expectations.ts'
import { openChecksum } from '#server/embedded/storage/body/checksums.ts'
import type { Database } from '#server/embedded/storage/data/database.ts'
import type { Files } from '#server/embedded/storage/data/files.ts'
import { readXml, type XmlNode } from '#server/embedded/storage/xml.ts'
import { createHash } from 'node:crypto'
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from './headers.ts'
import type { Target } from './target.ts'

export type Call = {
  request: IncomingMessage
  response: ServerResponse
  /** Whether the client waits for `100 Continue` before it sends the body. */
  awaitsContinue: boolean
  target: Target
  /** With those that a presigned URL carries in its query. */
  headers: Headers
  verified: Verified
  database: Database
  files: Files
  /** Where the storage is mounted. */
  prefix: string
  region: string
  owner: Owner
  onRead: (read: { bucket: string; key: string; bytes: number }) => void
}

export type Owner = { id: string; displayName: string }

export type Operation = (call: Call) => Promise<void>

const largestDocument = 2 * 1024 * 1024

/** The body of a call with what was declared of it. @throws {S3Error} as `openPayload` and `readExpectations` */
export function openBody({ request, response, awaitsContinue, headers, verified }: Call): {
  payload: Payload
  expectations: Expectations
} {
  const payload = openPayload(request, headers, verified)
  const expectations = readExpectations(headers, payload.announced)
  if (awaitsContinue) response.writeContinue()
  return { payload, expectations }
}

/**
 * Reads an XML body of at most 2 MiB; undefined when it is empty.
 * @throws {S3Error} MalformedXML, MaxMessageLengthExceeded, BadDigest and those of the body
 */
export async function readDocument(call: Call, root: string): Promise<XmlNode | undefined> {
  const hasBody = ['content-length', 'transfer-encoding'].some((name) => call.headers.has(name))
  if (!hasBody) return undefined
  const { payload, expectations } = openBody(call)
  const bytes = await readSmall(payload, largestDocument)
  const hasher = expectations.checksum && (await openChecksum(expectations.checksum.algorithm))
  hasher?.update(bytes)
  checkExpectations(expectations, payload, {
    md5: createHash('md5').update(bytes).digest('hex'),
    checksum: hasher?.digest().toString('base64'),
  })
  return bytes.length === 0 ? undefined : readXml(bytes.toString('utf8'), root)
}

/** As `readDocument`. @throws {S3Error} MalformedXML when the body is empty too */
export async function requireDocument(call: Call, root: string): Promise<XmlNode> {
  const read = await readDocument(call, root)
  if (!read) throw new S3Error('MalformedXML')
  return read
}
