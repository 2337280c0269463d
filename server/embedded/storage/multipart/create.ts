// CreateMultipartUpload.
import { checksumAlgorithms, parseAlgorithm } from '#server/embedded/storage/body/checksums.ts'
import type { Upload } from '#server/embedded/storage/data/stored.ts'
import { createUpload, newUploadId } from '#server/embedded/storage/data/uploads.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { readDescription, refuseUnsupported } from '#server/embedded/storage/objects/description.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element } from '#server/embedded/storage/xml.ts'

// Which types an algorithm allows: S3 user guide, "Checking object integrity", multipart uploads.
function readChecksum(headers: Headers): Upload['checksum'] {
  const name = headers.get('x-amz-checksum-algorithm')
  const type = headers.get('x-amz-checksum-type')
  if (name === undefined) {
    if (type !== undefined)
      throw new S3Error(
        'InvalidRequest',
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      )
    return undefined
  }
  const algorithm = parseAlgorithm(name)
  if (!algorithm)
    throw new S3Error(
      'InvalidRequest',
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(', ')}]`,
    )
  const chosen = type?.toUpperCase() ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (chosen !== 'FULL_OBJECT' && chosen !== 'COMPOSITE')
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.')
  const impossible = chosen === 'COMPOSITE' ? algorithm === 'CRC64NVME' : algorithm.startsWith('SHA')
  if (impossible)
    throw new S3Error(
      'InvalidRequest',
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  return { algorithm, type: chosen }
}

export const createMultipartUpload: Operation = async ({ headers, database, response, target }) => {
  refuseUnsupported(headers)
  const { bucket, key } = target
  const initiated = Date.now()
  const checksum = readChecksum(headers)
  const version = newUploadId(initiated)
  await createUpload(database, { ...readDescription(headers), bucket, key, version, initiated, checksum })
  sendXml(response, {
    root: 'InitiateMultipartUploadResult',
    children: [element('Bucket', bucket), element('Key', key), element('UploadId', version)],
    headers: checksum ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type } : {},
  })
}
