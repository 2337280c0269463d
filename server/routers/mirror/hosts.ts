// The hosts that a mirror can go to, those that are not ready with the reason why.
import { catalogue } from '#server/hosts/registry.ts'
import { publicProcedure } from '#server/trpc/init.ts'

/** `status`: `up` where files can go now, `off` where the operator or EasyMirror itself is not ready for the host. */
export const hosts = publicProcedure.query(() =>
  catalogue().map((entry) => {
    const { id, name, homepage, account, limits, retention } = entry.host
    return {
      id,
      name,
      homepage,
      enabled: entry.enabled,
      ...(!entry.enabled && { reason: entry.reason }),
      maxFileSize: limits.maxFileSize,
      /** Whether the host takes files from somebody without an account there. */
      anonymous: account !== 'required',
      retention,
      status: entry.enabled ? ('up' as const) : ('off' as const),
    }
  }),
)
