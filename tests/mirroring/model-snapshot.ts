// All rows of one mirror in one look, with what only the database's clock can tell.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { fileStatuses, groupStates, mirrorStatuses, transferStatuses, verifications } from '#db/schema/states.ts'
import { fileIdSchema, hostIdSchema, type MirrorId, transferIdSchema } from '#server/ids.ts'

const file = z.object({
  id: fileIdSchema,
  status: z.enum(fileStatuses),
  size: z.number(),
  sha256: z.string().nullable(),
})

const transfer = z.object({
  id: transferIdSchema,
  file_id: fileIdSchema,
  host: hostIdSchema,
  status: z.enum(transferStatuses),
  attempt: z.number(),
  lease: z.string().nullable(),
  /** Whether the lease has run out. */
  lapsed: z.boolean().nullable(),
  in_doubt: z.boolean(),
  bytes_sent: z.number(),
  host_file_id: z.string().nullable(),
  verified: z.enum(verifications).nullable(),
  error: z.string().nullable(),
})

const link = z.object({
  host: hostIdSchema,
  group_state: z.enum(groupStates),
  group_id: z.string().nullable(),
})

const snapshot = z.object({
  mirror: z.object({ status: z.enum(mirrorStatuses) }).nullable(),
  files: z.array(file),
  transfers: z.array(transfer),
  links: z.array(link),
})

export type FileRow = z.infer<typeof file>
export type TransferRow = z.infer<typeof transfer>
export type LinkRow = z.infer<typeof link>
export type Snapshot = z.infer<typeof snapshot>

/** The rows as they stand; none of them once the mirror is deleted. */
export async function takeSnapshot(id: MirrorId): Promise<Snapshot> {
  const [row] = await database().execute(sql`
    select (select to_jsonb(m) from mirrors m where id = ${id}) as mirror,
      (select coalesce(jsonb_agg(to_jsonb(f) order by f.position), '[]') from files f where mirror_id = ${id}) as files,
      (select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('lapsed', t.lease_expires_at <= now()) order by t.id), '[]')
        from transfers t where mirror_id = ${id}) as transfers,
      (select coalesce(jsonb_agg(to_jsonb(l) order by l.host), '[]') from host_links l where mirror_id = ${id}) as links`)
  return snapshot.parse(row)
}
