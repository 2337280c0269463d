// AbortMultipartUpload.
import { abortUpload } from '#server/embedded/storage/data/uploads.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { uploadName } from './names.ts'

export const abortMultipartUpload: Operation = async ({ database, files, response, target }) => {
  files.remove(await abortUpload(database, uploadName(target)))
  sendEmpty(response, { status: 204 })
}
