// Ends an account with all that is its owner's; what hosts already have stays with them, unless it was to go anyway.
import type { Transaction } from '#db/connection.ts'
import type { OwnerId } from '#server/ids.ts'
import { deleteAccount, holdAccount } from '#server/queries/delete-account.ts'
import { inSlices } from '#server/queries/slices.ts'
import { sendMirrorDeletions } from './delete-mirror.ts'
import { endMirror } from './end-mirror.ts'

/**
 * @param confirm the username in whichever case, or `guest` for a guest
 * @throws {AppError} BAD_REQUEST when `confirm` is neither
 */
export async function endAccount(db: Transaction, owner: OwnerId, confirm: string): Promise<void> {
  const mirrors = await holdAccount(db, owner, confirm)
  // Their copies can be found by their rows alone.
  for (const { id } of mirrors.filter(({ copiesGo }) => copiesGo)) await endMirror(db, id, true)
  await deleteAccount(db, owner)
  const others = mirrors.filter(({ copiesGo }) => !copiesGo).map(({ id }) => id)
  for (const slice of inSlices(others)) await sendMirrorDeletions(db, slice)
}
