// GetObjectTagging, PutObjectTagging and DeleteObjectTagging.
import { requireObject, tagObject } from '#server/embedded/storage/data/objects.ts'
import { type Operation, requireDocument } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'
import { parseTagging, renderTags } from './tags.ts'

export const getObjectTagging: Operation = async ({ database, response, target }) => {
  const { tags } = requireObject(database, target.bucket, target.key)
  sendXml(response, { root: 'Tagging', children: renderTags(tags) })
}

export const putObjectTagging: Operation = async (call) => {
  const { database, response, target } = call
  requireObject(database, target.bucket, target.key)
  const tags = parseTagging(await requireDocument(call, 'Tagging'))
  await tagObject(database, target, tags)
  sendEmpty(response)
}

export const deleteObjectTagging: Operation = async ({ database, response, target }) => {
  await tagObject(database, target, {})
  sendEmpty(response, { status: 204 })
}
