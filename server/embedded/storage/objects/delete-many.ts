// DeleteObjects.
import { deleteObjects as removeObjects } from '#server/embedded/storage/data/objects.ts'
import { checksumAlgorithms, checksumHeader } from '#server/embedded/storage/body/checksums.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { type Call, type Operation, requireDocument } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, type Markup, type XmlNode } from '#server/embedded/storage/xml.ts'
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { deleteGuard } from './conditions.ts'

const mostKeys = 1000

// A request that deletes must not be garbled on its way, so S3 wants a digest of it.
function requireDigest({ headers }: Call): void {
  const announced = headers.get('x-amz-trailer')?.toLowerCase().includes('x-amz-checksum-') ?? false
  const given = headers.has('content-md5') || checksumAlgorithms.some((name) => headers.has(checksumHeader(name)))
  if (!given && !announced)
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*')
}

type Asked = { key: string; versionId: string | undefined; etag: string | undefined }

function readAsked(node: XmlNode): Asked {
  const key = node.text('Key')
  if (!key) throw new S3Error('MalformedXML')
  // Conditions that only directory buckets know: passed over, they would delete what they are meant to spare.
  if (node.has('Size') || node.has('LastModifiedTime')) throw new S3Error('NotImplemented')
  return { key, versionId: node.text('VersionId'), etag: node.text('ETag') }
}

const failure = ({ key }: Asked, { code, message }: S3Error): Markup =>
  element('Error', [element('Key', key), element('Code', code), element('Message', message)])

async function deleteAll({ database, files, target }: Call, asked: readonly Asked[]): Promise<Map<Asked, S3Error>> {
  const refused = new Map<Asked, S3Error>()
  const targets = asked.filter((one) => {
    if (one.versionId === undefined || one.versionId === 'null') return true
    refused.set(one, new S3Error('InvalidArgument', 'Invalid version id specified'))
    return false
  })
  const guarded = targets.filter(({ etag }) => etag !== undefined)
  const plain = targets.filter(({ etag }) => etag === undefined)
  files.remove(
    await removeObjects(
      database,
      target.bucket,
      plain.map(({ key }) => ({ key, guard: () => undefined })),
    ),
  )
  for (const one of guarded) {
    try {
      const guard = deleteGuard(one.etag)
      files.remove(await removeObjects(database, target.bucket, [{ key: one.key, guard }]))
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      refused.set(one, error)
    }
  }
  return refused
}

export const deleteObjects: Operation = async (call) => {
  requireBucket(call.database, call.target.bucket)
  requireDigest(call)
  const document = await requireDocument(call, 'Delete')
  const asked = document.all('Object').map(readAsked)
  if (asked.length === 0 || asked.length > mostKeys) throw new S3Error('MalformedXML')
  const quiet = document.text('Quiet')?.trim().toLowerCase() === 'true'
  const refused = await deleteAll(call, asked)
  const children = asked.flatMap((one) => {
    const error = refused.get(one)
    if (error) return [failure(one, error)]
    return quiet ? [] : [element('Deleted', [element('Key', one.key)])]
  })
  sendXml(call.response, { root: 'DeleteResult', children })
}
