// From a mirror that was just made to bytes on their way, and to a note of it that outlives the page.
import type { TrpcClient } from '#components/trpc/trpc.ts'
import { ifNothingIsKept, watchToTheEnd } from '#components/upload/keep-going.ts'
import { claimUpload, hasLocks } from '#components/upload/one-tab.ts'
import { filesOfNew } from '#components/upload/session-file.ts'
import { type Begun, keepUnfinished, toUnfinished } from '#components/upload/unfinished.ts'
import { uploadApi } from '#components/upload/upload-api.ts'
import { UploadSession } from '#components/upload/upload-session.ts'
import { openMirror, tabConnections } from './open-mirrors.ts'

/** Starts the upload, shows it, and keeps what is needed to go on with it later. */
export async function beginUpload(client: TrpcClient, begun: Begun): Promise<void> {
  const { mirror, title, picked } = begun
  const claim = hasLocks() ? await claimUpload(mirror.id) : null
  const uploads = new UploadSession({
    id: mirror.id,
    files: filesOfNew(mirror, picked),
    api: uploadApi(client),
    connections: tabConnections(),
  })
  openMirror({ mirror, title, uploads })
  if (!claim) return
  await keepUnfinished(toUnfinished(begun)).catch(ifNothingIsKept)
  watchToTheEnd(mirror.id, uploads, claim)
}
