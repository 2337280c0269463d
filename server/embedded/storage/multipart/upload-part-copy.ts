// UploadPartCopy: the part refers to the source's data files; they are read once, for its MD5.
import type { Part } from '#server/embedded/storage/data/stored.ts'
import { publishPart, requireUpload } from '#server/embedded/storage/data/uploads.ts'
import { isoTime } from '#server/embedded/storage/listing/objects.ts'
import { withSource } from '#server/embedded/storage/objects/copy-source.ts'
import { digestPieces } from '#server/embedded/storage/objects/digest.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { partNumber, uploadName } from './names.ts'

export const uploadPartCopy: Operation = async (call) => {
  const { database, files, response } = call
  const name = uploadName(call.target)
  const number = partNumber(call.target)
  const wanted = requireUpload(database, name).checksum?.algorithm
  const part = await withSource(call, async ({ pieces, range }) => {
    const { md5, checksum } = await digestPieces(files, pieces, wanted)
    const copied: Part = { number, size: range.to - range.from, md5, modified: Date.now(), checksum }
    files.remove(await publishPart(database, name, { part: copied, pieces }))
    return copied
  })
  sendXml(response, {
    root: 'CopyPartResult',
    children: [
      element('LastModified', isoTime(part.modified)),
      element('ETag', `"${part.md5}"`),
      ...optional(`Checksum${wanted}`, part.checksum),
    ],
  })
}
