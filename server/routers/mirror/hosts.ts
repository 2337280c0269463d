// The hosts that a mirror can go to, those that are not ready or not well with the reason why.
import { database } from '#db/connection.ts'
import type { CatalogueEntry } from '#server/hosts/host.ts'
import { catalogue } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import { listHostAccounts } from '#server/queries/host-accounts.ts'
import { listPauses } from '#server/queries/host-pauses.ts'
import type { Context } from '#server/trpc/context.ts'
import { publicProcedure } from '#server/trpc/init.ts'
import { readHealth } from './host-health.ts'

/**
 * `status`: `up` where files can go now, `paused` where they can be sent and wait, since the host has failed for several, `off`
 * where the operator or EasyMirror itself is not ready for the host, and the caller has no account of their own there.
 */
export const hosts = publicProcedure.query(async ({ ctx }) => {
  const [pauses, own, healthOf] = await Promise.all([listPauses(database()), ownHosts(ctx), readHealth()])
  return catalogue().map((entry) => {
    const { id, name, homepage, account, limits, retention, retentionDays } = entry.host
    const enabled = entry.enabled || (entry.accounts !== null && own.has(id))
    const pause = enabled ? pauses.get(id) : undefined
    const waits = pause && `It ${pause.sentence} Files for it wait, and go on by themselves.`
    const reason = enabled ? (waits ?? (entry.enabled ? entry.note : undefined)) : entry.reason
    return {
      id,
      name,
      homepage,
      enabled,
      ...(reason !== undefined && { reason }),
      maxFileSize: limits.maxFileSize,
      /** Whether the host takes files from somebody without an account there. */
      anonymous: account !== 'required',
      /** Whether files of the caller go there with an account of their own. */
      ownAccount: own.has(id),
      retention,
      /** At least so many days; null where the host does not tell. */
      retentionDays: retentionDays ?? null,
      /** What an account of the caller's own there is made of; null where nobody can use one. */
      accounts: accountFields(entry),
      /** Digests by the host's own word that a copy is compared by; where there are none, it is the size, or the host's word alone. */
      digests: entry.enabled ? entry.host.digests : [],
      status: !enabled ? ('off' as const) : pause ? ('paused' as const) : ('up' as const),
      health: healthOf(entry.host, pause),
    }
  })
})

/** The hosts that the caller has an account at; a visitor has none. */
async function ownHosts(ctx: Context): Promise<Set<HostId>> {
  const caller = await ctx.session()
  if (!caller) return new Set()
  const accounts = await listHostAccounts(database(), caller.owner)
  return new Set(accounts.map(({ host }) => host))
}

const accountFields = ({ accounts }: CatalogueEntry) =>
  accounts && Object.entries(accounts.fields).map(([name, { label, hidden }]) => ({ name, label, hidden }))
