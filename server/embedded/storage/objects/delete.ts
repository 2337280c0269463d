// DeleteObject.
import { deleteObjects } from '#server/embedded/storage/data/objects.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { deleteGuard } from './conditions.ts'

export const deleteObject: Operation = async ({ database, files, headers, response, target }) => {
  const guard = deleteGuard(headers.get('if-match'))
  files.remove(await deleteObjects(database, target.bucket, [{ key: target.key, guard }]))
  sendEmpty(response, { status: 204 })
}
