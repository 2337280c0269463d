// What archive.org tells of an item: nothing before it was taken in, which takes seconds or hours, then names, sizes and digests.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Digests, FindInput, GroupedCall, LinkState, Stored, StoredRef } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { settled } from '#server/hosts/settled.ts'
import { byteCount, hexDigest } from '#server/hosts/taken.ts'
import type { IaConfig } from './api.ts'
import { archiveVerdict } from './errors.ts'
import { itemFor } from './items.ts'
import { encoded, type Place, placeIn, placeOf } from './places.ts'

/** `{}` says that there is no such item; anything else without files says nothing. */
const metadata = z.union([
  z.object({ is_dark: z.literal(true) }).transform(() => ({ isDark: true, files: [] })),
  z.object({ files: z.array(z.unknown()) }).transform(({ files }) => ({ isDark: false, files })),
  z.strictObject({}).transform(() => ({ isDark: false, files: [] })),
])
const listed = z.object({
  name: z.string(),
  size: byteCount.nullish().catch(null),
  md5: hexDigest(16).nullish().catch(null),
  sha1: hexDigest(20).nullish().catch(null),
})

type Known = { size: number | null; digests: Digests }

/** A copy that was never seen counts as missing after so long, in milliseconds. */
const longestIngestion = 24 * 3600_000

/** Items may have thousands of files. In bytes. */
const longMetadata = 16 * 1024 * 1024

type Item = { isDark: boolean; file: Known | null }

/** `GET /metadata/{item}` */
async function readItem({ siteUrl, http }: IaConfig, { item, path }: Place, { signal }: Call): Promise<Item> {
  const url = `${siteUrl}/metadata/${item}`
  const answer = await http.call({ method: 'GET', url, signal, maxBytes: longMetadata })
  const { files, isDark } = readJson(answer, metadata, archiveVerdict)
  const found = files.map((entry) => listed.safeParse(entry).data).find((entry) => entry?.name === path)
  return { isDark, file: found ? knownOf(found) : null }
}

const knownOf = ({ size, md5, sha1 }: z.infer<typeof listed>): Known => ({
  size: size ?? null,
  digests: { ...(sha1 && { sha1 }), ...(md5 && { md5 }) },
})

/** What is known within a bounded wait, or null. */
export const settledFile = (config: IaConfig, place: Place, call: Call): Promise<Known | null> =>
  settled({
    pauses: config.pauses,
    signal: call.signal,
    ask: async () => (await readItem(config, place, call)).file,
    isWhole: ({ digests }) => Object.keys(digests).length > 0,
  })

/** `extra.seen` marks a copy that the metadata told of, so that its absence later means something. */
export const storedAs = ({ siteUrl }: IaConfig, place: Place, known: Known | null): Stored => ({
  id: encoded(place),
  url: `${siteUrl}/download/${encoded(place)}`,
  size: known?.size ?? null,
  digests: known?.digests ?? {},
  extra: known ? { seen: 'true' } : { sentAt: new Date().toISOString() },
})

/** The file at its own place, whole as far as can be told. */
export async function findFile(config: IaConfig, file: FindInput, call: GroupedCall): Promise<Stored | null> {
  const place = placeIn(itemFor(call.group, file).id, file)
  const known = await settledFile(config, place, call)
  return known && known.size === file.size ? storedAs(config, place, known) : null
}

/** An item that was made dark is dead; one that is not there may not be there yet. */
export async function checkFile(config: IaConfig, stored: StoredRef, call: Call): Promise<LinkState> {
  try {
    const { isDark, file } = await readItem(config, placeOf(stored), call)
    if (isDark) return 'dead'
    if (file) return 'alive'
    const { seen, sentAt } = stored.extra ?? {}
    const waited = Date.now() - Date.parse(sentAt ?? '')
    return seen === 'true' || waited > longestIngestion ? 'dead' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}
