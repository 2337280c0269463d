// What is done for each kind of job, and what its data have to be.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { fileIdSchema, hostAccountIdSchema, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { fetchFile } from '#server/fetching/fetch-file.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { makeList } from '#server/mirroring/make-list.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { checkLinks } from './check-links.ts'
import { deleteMirrorObjects } from './delete-mirror.ts'
import { deleteStaging } from './delete-staging.ts'
import { endWhenDue } from './end-mirror.ts'
import { engine } from './engine.ts'
import { fetching } from './fetching.ts'
import type { JobName } from './queue.ts'
import { removeCopy } from './remove-copy.ts'
import { removeGroup } from './remove-group.ts'
import { sweep } from './sweep.ts'
import { sweepOrphans } from './sweep-orphans.ts'

const MiB = 1024 ** 2

const file = z.object({ fileId: fileIdSchema })
const list = z.object({ mirrorId: mirrorIdSchema, host: hostIdSchema })
const staged = z.union([
  z.object({ mirrorId: mirrorIdSchema, fileIds: z.array(fileIdSchema) }),
  // As earlier versions sent it: one may have been waiting while this one was put in place.
  z
    .object({ mirrorId: mirrorIdSchema, fileId: fileIdSchema })
    .transform(({ mirrorId, fileId }) => ({ mirrorId, fileIds: [fileId] })),
])
const deleted = z.object({ mirrorId: mirrorIdSchema })
const extra = z.record(z.string(), z.string()).exactOptional()
const unwanted = z.object({
  host: hostIdSchema,
  copy: z.object({ id: z.string(), url: z.string(), extra }),
  accountId: hostAccountIdSchema.exactOptional(),
})
const unwantedGroup = z.object({
  host: hostIdSchema,
  group: z.object({ id: z.string(), url: z.string().nullable(), extra }),
  copies: z.array(z.string()),
  accountId: hostAccountIdSchema.exactOptional(),
})

/** Does a job; once the signal aborts, what can be left is left to the next worker. */
export type Handlers = Record<JobName, (data: unknown, signal: AbortSignal) => Promise<void>>

/** The handlers of one worker: its files share the slots at hosts, the memory, the heartbeat and the settlements. */
export function createHandlers(): Handlers {
  const { WORKER_UPLOADS: uploads, WORKER_BUFFER_MIB: mebibytes } = env()
  const shared = openShared(database(), mebibytes * MiB, uploads)
  return {
    // What was fetched so far is kept, so it is not waited for when the process stops.
    'fetch-file': (data, signal) =>
      fetchFile(fetching(), file.parse(data).fileId, AbortSignal.any([signal, lifecycle().stopping])),
    'mirror-file': (data, signal) =>
      mirrorFile(engine(), file.parse(data).fileId, { ...shared, claiming: lifecycle().stopping, signal }),
    'make-list': (data, signal) => makeList(engine(), list.parse(data), signal),
    'delete-staging': (data, signal) => deleteStaging(staged.parse(data), signal),
    'end-mirror': (data) => endWhenDue(deleted.parse(data).mirrorId),
    'delete-mirror': (data, signal) => deleteMirrorObjects(deleted.parse(data).mirrorId, signal),
    'remove-copy': (data, signal) => removeCopy(unwanted.parse(data), signal),
    'remove-group': (data, signal) => removeGroup(unwantedGroup.parse(data), signal),
    'check-links': (_data, signal) => checkLinks(signal),
    sweep: (_data, signal) => sweep(signal),
    'sweep-orphans': (_data, signal) => sweepOrphans(signal),
  }
}
