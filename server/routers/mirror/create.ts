// Makes a mirror of files that are about to be uploaded, and says where each of them goes.
import { database } from '#db/connection.ts'
import type { OwnerId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { type CreatedMirror, createMirror, discardMirror } from '#server/queries/mirrors.ts'
import { partSizeFor, SINGLE_PUT_LIMIT } from '#server/storage/multipart.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { nameOf, newMirrorSchema } from './new-mirror.ts'
import { type UploadTarget, uploadTarget } from './upload-target.ts'

/** Multipart uploads opened at once; storage is asked for each. */
const OPENED_AT_ONCE = 8

const partSizeOf = (size: number): number | null => (size > SINGLE_PUT_LIMIT ? partSizeFor(size) : null)

export const create = sessionProcedure.input(newMirrorSchema).mutation(async ({ ctx: { owner, baseUrl }, input }) => {
  const files = input.files.map(({ name, size, type, path }) => ({
    name,
    size,
    type,
    path,
    partSize: partSizeOf(size),
  }))
  const mirror = await database().transaction((tx) => createMirror(tx, owner, { name: nameOf(input), files }))
  const targets = await openTargets(owner, mirror, baseUrl).catch(async (error: unknown) => {
    // The parts that were opened are swept with all that nobody knows of.
    await discardMirror(database(), owner, mirror.id).catch((err: unknown) =>
      log.error({ err, mirror: mirror.id }, 'a mirror that was not made whole could not be taken back'),
    )
    throw error
  })
  return {
    id: mirror.id,
    shareUrl: `${baseUrl}/mirror/${mirror.id}`,
    files: targets,
  }
})

type Target = CreatedMirror['files'][number] & { upload: UploadTarget }

/** In the order of the files. */
async function openTargets(owner: OwnerId, { id, files }: CreatedMirror, baseUrl: string): Promise<Target[]> {
  const targets: Target[] = []
  for (let from = 0; from < files.length; from += OPENED_AT_ONCE) {
    const some = files.slice(from, from + OPENED_AT_ONCE).map(async (file) => {
      const uploading = { ...file, mirrorId: id, partSize: partSizeOf(file.size), uploadId: null }
      return { ...file, upload: await uploadTarget(owner, uploading, baseUrl) }
    })
    targets.push(...(await Promise.all(some)))
  }
  return targets
}
