// What a folder of an account at BuzzHeavier holds.
import { z } from 'zod'
import { pathSegment } from '#server/hosts/file-name.ts'
import { byteCount, remoteId } from '#server/hosts/taken.ts'
import { type BuzzheavierConfig, read } from './api.ts'

const entry = z.object({
  id: remoteId,
  name: z.string(),
  size: byteCount.nullish().catch(null),
  isDirectory: z.boolean().nullish(),
  createdAt: z.coerce.date().nullish().catch(null),
})
const folder = z.object({ id: remoteId, children: z.array(z.unknown()).nullish() })

type Entry = z.infer<typeof entry>

/** A folder with what can be read of its entries. Without an id it is the account's root. */
export async function listFolder(
  config: BuzzheavierConfig,
  id: string | null,
  signal: AbortSignal,
): Promise<{ id: string; children: Entry[] }> {
  const path = id === null ? '/fs' : `/fs/${pathSegment(id)}`
  const listed = await read(config, { method: 'GET', path, signal }, folder)
  const children = (listed.children ?? []).map((child) => entry.safeParse(child).data)
  return { id: listed.id, children: children.filter((child) => child !== undefined) }
}
