// Makes a mirror of files that are about to be uploaded or fetched, and says where each of them goes.
import { database } from '#db/connection.ts'
import type { OwnerId } from '#server/ids.ts'
import { sendJobs } from '#server/jobs/queue.ts'
import { log } from '#server/log.ts'
import { type CreatedMirror, createMirror, discardMirror, type NewFile } from '#server/queries/mirrors.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { partSizeOf, toNewFiles } from './new-files.ts'
import { nameOf, newMirrorSchema } from './new-mirror.ts'
import { type UploadTarget, uploadTarget } from './upload-target.ts'

/** Multipart uploads opened at once; storage is asked for each. */
const OPENED_AT_ONCE = 8

export const create = sessionProcedure.input(newMirrorSchema).mutation(async ({ ctx: { owner, baseUrl }, input }) => {
  const files = await toNewFiles(owner, input.files)
  const mirror = await begin(owner, { name: nameOf({ nickname: input.nickname, files }), files })
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

/** What is to be fetched begins with the mirror. */
const begin = (owner: OwnerId, input: { name: string; files: NewFile[] }): Promise<CreatedMirror> =>
  database().transaction(async (tx) => {
    const mirror = await createMirror(tx, owner, input)
    const fetched = mirror.files.filter(({ isFetched }) => isFetched)
    await sendJobs(tx, { name: 'fetch-file', jobs: fetched.map(({ id: fileId }) => ({ fileId, owner })) })
    return mirror
  })

type Target = Pick<CreatedMirror['files'][number], 'id' | 'name' | 'size'> & {
  /** Where its bytes go, or that nobody has to send them. */
  upload: UploadTarget | { fetching: true }
}

/** In the order of the files. */
async function openTargets(owner: OwnerId, { id, files }: CreatedMirror, baseUrl: string): Promise<Target[]> {
  const targets: Target[] = []
  for (let from = 0; from < files.length; from += OPENED_AT_ONCE) {
    const some = files.slice(from, from + OPENED_AT_ONCE).map(async ({ isFetched, ...file }): Promise<Target> => {
      if (isFetched) return { ...file, upload: { fetching: true } }
      const uploading = { ...file, mirrorId: id, partSize: partSizeOf(file.size), uploadId: null }
      return { ...file, upload: await uploadTarget(owner, uploading, baseUrl) }
    })
    targets.push(...(await Promise.all(some)))
  }
  return targets
}
