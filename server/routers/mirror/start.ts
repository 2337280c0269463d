// Sends a mirror to hosts: once to each, however often and by however many calls it is asked for.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { AppError } from '#server/errors.ts'
import { enabledHost } from '#server/hosts/registry.ts'
import { type HostId, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { addTransfers, type TargetHost } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { describeMirror, queueWork } from './work.ts'

const MOST_HOSTS = 100

const input = z.object({
  id: mirrorIdSchema,
  hosts: z.array(hostIdSchema).min(1, 'No host was chosen.').max(MOST_HOSTS, 'There are not that many hosts.'),
})

export const start = sessionProcedure.input(input).mutation(({ ctx: { owner }, input: { id, hosts } }) => {
  const targets = [...new Set(hosts)].map(targetHost)
  return database().transaction(async (tx) => {
    const files = await addTransfers(tx, owner, { id, hosts: targets })
    await queueWork(tx, owner, { id, files })
    return describeMirror(tx, owner, id)
  })
})

function targetHost(id: HostId): TargetHost {
  const host = enabledHost(id)
  if (host) return { id, name: host.name, maxFileSize: host.limits.maxFileSize }
  const sentence = `The host “${id}” is not ready to take files.`
  throw new AppError('BAD_REQUEST', sentence, { fields: { hosts: [sentence] } })
}
