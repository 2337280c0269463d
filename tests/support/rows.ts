// Looking at the database, and putting transfers where a worker would have brought them.
import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { database } from '#db/connection.ts'
import { transfers } from '#db/schema/schema.ts'
import type { JobName } from '#server/jobs/queue.ts'
import type { FileId, MirrorId } from '#server/ids.ts'
import { refreshMirror } from '#server/queries/system/mirror-status.ts'

type Values = Partial<typeof transfers.$inferInsert>
type Place = { id: MirrorId; fileId: FileId; host: string }

/** Brings a transfer to where it is to stand, as one change of its mirror. */
export async function setTransfer({ id, fileId, host }: Place, values: Values): Promise<void> {
  await database().transaction(async (tx) => {
    const one = and(eq(transfers.fileId, fileId), eq(transfers.host, host))
    await tx.update(transfers).set(values).where(one)
    await refreshMirror(tx, id)
  })
}

const unleased = { lease: null, leaseExpiresAt: null }

export const running = (bytesSent: number): Values => ({
  status: 'running',
  bytesSent,
  attempt: 1,
  lease: randomUUID(),
  leaseExpiresAt: new Date(Date.now() + 60_000),
})

/** The host has the file, at this address. */
export const done = (url: string): Values => ({
  ...unleased,
  status: 'done',
  url,
  hostFileId: 'id at the host',
  verified: 'size',
  finishedAt: new Date(),
  checkedAt: new Date(),
})

export const failed = (error: string): Values => ({ ...unleased, status: 'failed', error, finishedAt: new Date() })

/** The payloads of the jobs of this name, in the order in which they were sent. */
export async function listJobs(name: JobName): Promise<unknown[]> {
  const rows = await database().execute(sql`select data from pgboss.job where name = ${name} order by created_on, id`)
  return rows.map((row) => row['data'])
}

/** Takes all jobs off the queue, as workers do. */
export async function takeJobs(): Promise<void> {
  await database().execute(sql`delete from pgboss.job`)
}

/** Every row of every table of ours and of the queue, to see that nothing has changed. */
export async function wholeDatabase(): Promise<unknown> {
  const tables = ['users', 'mirrors', 'files', 'transfers', 'host_links', 'host_accounts', 'api_tokens', 'pgboss.job']
  const parts = await Promise.all(
    tables.map((table) => database().execute(sql.raw(`select t::text as row from ${table} t order by 1`))),
  )
  return Object.fromEntries(tables.map((table, index) => [table, parts[index]?.map((row) => row['row'])]))
}
