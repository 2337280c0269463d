// Deletes all that storage holds of a mirror that is gone: staging, uploads that were never finished, and copies kept by `local`.
import { database, type Transaction } from '#db/connection.ts'
import type { MirrorId } from '#server/ids.ts'
import { mirrorExists } from '#server/queries/system/staging.ts'
import { localPrefix, stagingPrefix } from '#server/storage/keys.ts'
import { deletePrefix } from '#server/storage/prefix.ts'
import { UPLOAD_SECONDS } from '#server/storage/presign.ts'
import { sendJobs } from './queue.ts'

/**
 * Milliseconds after which storage is looked at: at once; when a transfer that was under way has noticed; and when the
 * last address to upload to has expired, since a browser may go on until then.
 */
const LOOKS_MS = [0, 60_000, (UPLOAD_SECONDS + 600) * 1000]

/** Queues the deletion of what storage holds of these mirrors; it begins when the transaction, which deletes their rows, commits. */
export async function sendMirrorDeletions(db: Transaction, mirrors: readonly MirrorId[]): Promise<void> {
  const jobs = mirrors.map((mirrorId) => ({ mirrorId }))
  for (const delayMs of LOOKS_MS) await sendJobs(db, { name: 'delete-mirror', jobs, delayMs, reason: `${delayMs}` })
}

/** Looks for the mirror's row first: while there is one, its files have owners of their own. */
export async function deleteMirrorObjects(mirrorId: MirrorId, signal: AbortSignal): Promise<void> {
  if (await mirrorExists(database(), mirrorId)) return
  for (const prefix of [stagingPrefix(mirrorId), localPrefix(mirrorId)]) await deletePrefix(prefix, signal)
}
