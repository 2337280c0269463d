// UploadPart.
import { checksumHeader } from '#server/embedded/storage/body/checksums.ts'
import type { Part } from '#server/embedded/storage/data/stored.ts'
import { publishPart, requireUpload } from '#server/embedded/storage/data/uploads.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { receive } from '#server/embedded/storage/objects/receive.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { partNumber, uploadName } from './names.ts'

export const uploadPart: Operation = async (call) => {
  const { database, files, response } = call
  const name = uploadName(call.target)
  const number = partNumber(call.target)
  const wanted = requireUpload(database, name).checksum?.algorithm
  const answer = await receive(call, wanted, async ({ size, md5, checksum, pieces }) => {
    if (wanted && checksum && checksum.algorithm !== wanted)
      throw new S3Error(
        'InvalidRequest',
        `Checksum Type mismatch occurred, expected checksum Type: ${wanted.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
      )
    const part: Part = { number, size, md5, modified: Date.now(), checksum: wanted && checksum?.value }
    files.remove(await publishPart(database, name, { part, pieces }))
    return { ETag: `"${md5}"`, ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) }
  })
  sendEmpty(response, { headers: answer })
}
