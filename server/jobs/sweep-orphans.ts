// Deletes what lies in storage and no row knows: what is left when a process dies between two steps.
import { database } from '#db/connection.ts'
import { log } from '#server/log.ts'
import { listNeededCopies, listNeededStaging } from '#server/queries/system/staging.ts'
import { type ParsedKey, parseKey } from '#server/storage/keys.ts'
import {
  deleteObjects,
  type ListedObject,
  type ListedUpload,
  listObjects,
  listUploads,
} from '#server/storage/listing.ts'
import { abortMultipartUpload } from '#server/storage/multipart.ts'

/** What is younger may belong to a row that is just being written. */
const YOUNG_MS = 24 * 3600_000

type Ours<Listed> = { listed: Listed; about: ParsedKey }

/** Keys that are not of our form belong to somebody else, who shares the bucket. */
const ours = <Listed extends { key: string }>(page: readonly Listed[]): Ours<Listed>[] =>
  page.flatMap((listed) => {
    const about = parseKey(listed.key)
    return about ? [{ listed, about }] : []
  })

const fileIds = (items: readonly Ours<unknown>[], kind: ParsedKey['kind']) =>
  items.filter(({ about }) => about.kind === kind).map(({ about }) => about.fileId)

async function needed(items: readonly Ours<unknown>[]) {
  const [staging, copies] = await Promise.all([
    listNeededStaging(database(), fileIds(items, 'staging')),
    listNeededCopies(database(), fileIds(items, 'local')),
  ])
  return { staging, copies }
}

/**
 * Goes through the whole bucket, page by page.
 * @param youngMs how old, in milliseconds, something has to be before it is looked at
 */
export async function sweepOrphans(signal: AbortSignal, youngMs = YOUNG_MS): Promise<void> {
  const old = (at: Date) => Date.now() - at.getTime() > youngMs
  let objects = 0
  let uploads = 0
  for await (const page of listUploads({ signal }))
    uploads += await abortOrphans(page.filter(({ begunAt }) => old(begunAt)))
  for await (const page of listObjects({ signal }))
    objects += await deleteOrphans(
      page.filter(({ changedAt }) => old(changedAt)),
      signal,
    )
  if (objects + uploads > 0) log.info({ objects, uploads }, 'orphans were deleted from storage')
}

async function deleteOrphans(page: readonly ListedObject[], signal: AbortSignal): Promise<number> {
  const known = ours(page)
  const { staging, copies } = await needed(known)
  const orphans = known.filter(({ about: { kind, fileId } }) =>
    kind === 'staging' ? !staging.has(fileId) : !copies.has(fileId),
  )
  await deleteObjects(
    orphans.map(({ listed }) => listed.key),
    signal,
  )
  return orphans.length
}

/** An upload that is not the one that its file knows can never be finished. */
async function abortOrphans(page: readonly ListedUpload[]): Promise<number> {
  const known = ours(page)
  const { staging, copies } = await needed(known)
  const orphans = known.filter(({ listed: { uploadId }, about: { kind, fileId } }) =>
    kind === 'staging' ? staging.get(fileId)?.uploadId !== uploadId : !copies.has(fileId),
  )
  for (const { listed } of orphans) await abortMultipartUpload(listed.key, listed.uploadId)
  return orphans.length
}
