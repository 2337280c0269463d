// What the XFileSharing API says of files: `result: [{ filecode | file_code, name, size, status }]`.
import { z } from 'zod'
import type { LinkState } from '#server/hosts/host.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { envelopeStatus } from './envelope.ts'

const entry = z.object({
  filecode: z.string().nullish(),
  file_code: z.string().nullish(),
  name: z.string().nullish().catch(null),
  size: byteCount.nullish().catch(null),
  status: z.coerce.number().nullish().catch(null),
})

export const fileInfo = z.object({ status: z.coerce.number(), result: z.array(entry) })

export type InfoEntry = z.infer<typeof entry>

/** The entry of the one file that was asked for, or null. */
export const entryOf = ({ result }: z.infer<typeof fileInfo>, code: string): InfoEntry | null =>
  result.find((one) => (one.filecode ?? one.file_code ?? code) === code) ?? null

/** A file is dead when the envelope or its own entry says 404. */
export function stateIn(body: unknown, code: string): LinkState {
  if (envelopeStatus(body) === 404) return 'dead'
  const known = fileInfo.safeParse(body).data
  const status = known && entryOf(known, code)?.status
  if (status === 404) return 'dead'
  return status === 200 ? 'alive' : 'unknown'
}
