// A kind of host of which an operator may have several, a bucket or a WebDAV server say: each is an entry of HOSTS_FILE.
import { z } from 'zod'
import { hostIdSchema, Secret } from '#server/ids.ts'
import type { Host, HostFacts } from './host.ts'
import type { HostHttp } from './http.ts'

/** A base address, without a slash at its end. */
export const baseUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
  .transform((value) => value.replace(/\/+$/, ''))

/** A credential, in the file itself or as `{ "env": "NAME" }`. */
export const hidden = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))

/** What every entry has, whatever its kind. */
export const commonSettings = z.object({
  id: hostIdSchema,
  kind: z.string(),
  /** What people call it. */
  name: z.string().min(1).max(60),
  url: baseUrl,
  homepage: z.url({ protocol: /^https?$/ }).exactOptional(),
  /** How long files live there, as a phrase. */
  retention: z.string().min(1).max(100).exactOptional(),
  /** For at least how many days, so that people can have the hosts that keep files longest. */
  retentionDays: z.union([z.number().positive(), z.literal('endless')]).exactOptional(),
  /** Largest file in bytes. */
  maxFileSize: z.int().positive().exactOptional(),
  /** Uploads at once. */
  concurrency: z.int().min(1).max(64).exactOptional(),
  /** What people should know before they choose it, as a whole sentence. */
  note: z.string().min(1).max(200).exactOptional(),
})

export type CommonSettings = z.infer<typeof commonSettings>

type Retention = Pick<HostFacts, 'retention' | 'retentionDays'>

/** The facts of a host that an operator runs or chose. */
export const factsOf = (
  settings: CommonSettings,
  own: { maxFileSize?: number | null; concurrency?: number } & Partial<Retention> = {},
): HostFacts => ({
  id: settings.id,
  name: settings.name,
  homepage: settings.homepage ?? new URL(settings.url).origin,
  account: 'none',
  limits: {
    maxFileSize: settings.maxFileSize ?? own.maxFileSize ?? null,
    concurrency: settings.concurrency ?? own.concurrency ?? 2,
  },
  ...retentionOf(settings, own),
})

/** Days of ours do not stand beside words of the operator's. */
function retentionOf(settings: CommonSettings, own: Partial<Retention>): Retention {
  const ours = settings.retention === undefined ? own : {}
  const retentionDays = settings.retentionDays ?? ours.retentionDays
  return {
    retention: settings.retention ?? ours.retention ?? 'as its operator decides',
    ...(retentionDays !== undefined && { retentionDays }),
  }
}

/** A host of HOSTS_FILE, valid but not opened yet. */
export type ConfiguredHost = { common: CommonSettings; open(http: HostHttp): Host }

export type HostKind = {
  kind: string
  /**
   * Reads an entry of this kind.
   * @throws {z.ZodError} that names what is missing, wrong or too much
   */
  read(entry: Record<string, unknown>): ConfiguredHost
}

/** Defines a kind by its settings beside the common ones, which must be a strict object, and by how its adapter is made. */
export const defineKind = <Own>({
  kind,
  settings,
  open,
}: {
  kind: string
  settings: z.ZodType<Own>
  open: (common: CommonSettings, own: Own, http: HostHttp) => Host
}): HostKind => ({
  kind,
  read(entry) {
    const isCommon = ([name]: [string, unknown]) => name in commonSettings.shape
    const fields = Object.entries(entry)
    const common = commonSettings.safeParse(Object.fromEntries(fields.filter(isCommon)))
    const own = settings.safeParse(Object.fromEntries(fields.filter((field) => !isCommon(field))))
    if (!common.success || !own.success)
      throw new z.ZodError([...(common.error?.issues ?? []), ...(own.error?.issues ?? [])])
    return { common: common.data, open: (http) => open(common.data, own.data, http) }
  },
})
