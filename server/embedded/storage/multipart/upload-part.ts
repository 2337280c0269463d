// UploadPart.
import { type ChecksumAlgorithm, checksumAlgorithms, checksumHeader } from '#server/embedded/storage/body/checksums.ts'
import type { Part } from '#server/embedded/storage/data/stored.ts'
import { publishPart, requireUpload } from '#server/embedded/storage/data/uploads.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { receive } from '#server/embedded/storage/objects/receive.ts'
import type { Call, Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { partNumber, uploadName } from './names.ts'

// What the whole's checksum is made of must come with each part.
function checkAlgorithm({ headers }: Call, wanted: ChecksumAlgorithm | undefined): void {
  if (!wanted) return
  const announced = headers.get('x-amz-trailer')?.toLowerCase() ?? ''
  const given = checksumAlgorithms.find(
    (algorithm) => headers.has(checksumHeader(algorithm)) || announced.includes(checksumHeader(algorithm)),
  )
  if (given !== wanted)
    throw new S3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
    )
}

export const uploadPart: Operation = async (call) => {
  const { database, files, response } = call
  const name = uploadName(call.target)
  const number = partNumber(call.target)
  const wanted = requireUpload(database, name).checksum?.algorithm
  checkAlgorithm(call, wanted)
  const answer = await receive(call, async ({ size, md5, checksum, pieces }) => {
    const part: Part = { number, size, md5, modified: Date.now(), checksum: wanted && checksum?.value }
    files.remove(await publishPart(database, name, { part, pieces }))
    return { ETag: `"${md5}"`, ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) }
  })
  sendEmpty(response, { headers: answer })
}
