// Which hosts would never take which files of a mirror, asked before anything is sent to one. Sizes are judged by `mirror.hosts`.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import type { Host } from '#server/hosts/host.ts'
import { catalogue, enabledHost, openAccount } from '#server/hosts/registry.ts'
import { type FileId, mirrorIdSchema } from '#server/ids.ts'
import { findOwnAccounts } from '#server/queries/host-accounts.ts'
import { listFilesToSend, type FileToSend } from '#server/queries/files.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

export const fit = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .query(async ({ ctx: { owner }, input: { id } }) => {
    const db = database()
    const ids = catalogue().map(({ host }) => host.id)
    const [files, accounts] = await Promise.all([listFilesToSend(db, owner, id), findOwnAccounts(db, owner, ids)])
    return ids.flatMap((hostId) => {
      const account = accounts.get(hostId)
      const host = account ? openAccount(hostId, account) : enabledHost(hostId)
      return host ? refusalsOf(host, files) : []
    })
  })

/** One for each reason that the host has, as a whole sentence, with the files that it is about. */
function refusalsOf(host: Host, files: readonly FileToSend[]) {
  const byReason = new Map<string, FileId[]>()
  for (const file of files) {
    const reason = host.refuses?.(file) ?? null
    if (reason === null) continue
    const refused = byReason.get(reason)
    if (refused) refused.push(file.id)
    else byReason.set(reason, [file.id])
  }
  return [...byReason].map(([reason, fileIds]) => ({ host: host.id, reason: `${host.name} ${reason}`, fileIds }))
}
