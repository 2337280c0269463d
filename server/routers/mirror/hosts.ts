// The hosts that a mirror can go to, those that are not ready or not well with the reason why.
import { database } from '#db/connection.ts'
import { catalogue } from '#server/hosts/registry.ts'
import { listPauses } from '#server/queries/host-pauses.ts'
import { publicProcedure } from '#server/trpc/init.ts'

/**
 * `status`: `up` where files can go now, `paused` where they can be sent and wait, since the host has failed for several, `off`
 * where the operator or EasyMirror itself is not ready for the host.
 */
export const hosts = publicProcedure.query(async () => {
  const pauses = await listPauses(database())
  return catalogue().map((entry) => {
    const { id, name, homepage, account, limits, retention } = entry.host
    const pause = entry.enabled ? pauses.get(id) : undefined
    const waits = pause && `It ${pause.sentence} Files for it wait, and go on by themselves.`
    const reason = entry.enabled ? waits : entry.reason
    return {
      id,
      name,
      homepage,
      enabled: entry.enabled,
      ...(reason !== undefined && { reason }),
      maxFileSize: limits.maxFileSize,
      /** Whether the host takes files from somebody without an account there. */
      anonymous: account !== 'required',
      retention,
      status: !entry.enabled ? ('off' as const) : pause ? ('paused' as const) : ('up' as const),
    }
  })
})
