// Sends a mirror to hosts: once to each, however often and by however many calls it is asked for.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { fieldError } from '#server/errors.ts'
import type { Host } from '#server/hosts/host.ts'
import { enabledHost, findEntry, openAccount } from '#server/hosts/registry.ts'
import { type HostId, hostIdSchema, mirrorIdSchema } from '#server/ids.ts'
import { findOwnAccounts, type HostAccount } from '#server/queries/host-accounts.ts'
import { addTransfers, type TargetHost } from '#server/queries/transfers.ts'
import { sessionProcedure } from '#server/trpc/init.ts'
import { describeMirror, queueWork } from './work.ts'

const MOST_HOSTS = 100

const input = z.object({
  id: mirrorIdSchema,
  hosts: z.array(hostIdSchema).min(1, 'No host was chosen.').max(MOST_HOSTS, 'There are not that many hosts.'),
})

export const start = sessionProcedure.input(input).mutation(({ ctx: { owner }, input: { id, hosts } }) => {
  const wanted = [...new Set(hosts)]
  return database().transaction(async (tx) => {
    const accounts = await findOwnAccounts(tx, owner, wanted)
    const targets = wanted.map((host) => targetHost(host, accounts.get(host)))
    const files = await addTransfers(tx, owner, { id, hosts: targets })
    await queueWork(tx, owner, { id, files })
    return describeMirror(tx, owner, id)
  })
})

/** With the owner's own account, if there is one. */
function targetHost(id: HostId, account: HostAccount | undefined): TargetHost {
  const host = account ? openAccount(id, account) : enabledHost(id)
  if (host) return { ...factsOf(host), accountId: account?.id ?? null }
  if (account && findEntry(id)?.accounts)
    throw fieldError('BAD_REQUEST', 'hosts', `Your account at “${id}” cannot be used any more: enter it anew.`)
  throw fieldError('BAD_REQUEST', 'hosts', `The host “${id}” is not ready to take files.`)
}

const factsOf = (host: Host): Omit<TargetHost, 'accountId'> => ({
  id: host.id,
  name: host.name,
  maxFileSize: host.limits.maxFileSize,
  refuses: (file) => host.refuses?.(file) ?? null,
})
