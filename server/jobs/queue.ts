// The queue library, once: pg-boss on the product's own PostgreSQL. It queues and wakes; the rows of `transfers` decide.
import { createHash } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Executor, Transaction } from '#db/connection.ts'
import { env } from '#server/env.ts'
import type { FileId, HostAccountId, HostId, MirrorId, UserId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { processWide } from '#server/process-wide.ts'

/** A copy at a host, with what its adapter needs to come back to it: its row is gone by then. */
export type HostCopy = {
  host: HostId
  copy: { id: string; url: string; extra?: Record<string, string> }
  /** The account that it lies in, where that is the owner's own. */
  accountId?: HostAccountId
}

/** An album, folder or list of a mirror that is gone, and the ids of the copies that it held. */
export type HostGroup = {
  host: HostId
  group: { id: string; url: string | null; extra?: Record<string, string> }
  copies: string[]
  /** As that of a copy. */
  accountId?: HostAccountId
}

/**
 * One job per file that is to be fetched, per file that has transfers to make, per mirror and host whose list is to be made, per
 * copy or group to delete, and per mirror of which some objects or all are to be deleted, or whose row is, once its deletion can
 * no more be taken back.
 */
export type Jobs = {
  /** The owner is whose turn it is: places go round by owner. */
  'fetch-file': { fileId: FileId; owner: UserId }
  'mirror-file': { fileId: FileId; owner: UserId }
  'make-list': { mirrorId: MirrorId; host: HostId }
  'delete-staging': { mirrorId: MirrorId; fileIds: FileId[] }
  'end-mirror': { mirrorId: MirrorId }
  'delete-mirror': { mirrorId: MirrorId }
  'remove-copy': HostCopy
  'remove-group': HostGroup
  'check-links': Record<string, never>
  sweep: Record<string, never>
  'sweep-orphans': Record<string, never>
}
export type JobName = keyof Jobs

/** A worker that says nothing for this long is taken for dead and its job goes to another. */
export const HEARTBEAT_SECONDS = 20

const options = {
  // One job at most waits under a key; any number of them may run, since the rows decide what is left to do.
  policy: 'short' as const,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  // A 100 GiB file over a slow line takes hours; the heartbeat is what tells a dead worker from a slow one.
  expireInSeconds: 23 * 3600,
  retryLimit: 1000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 3600,
}

/** Every kind of job. */
export const jobNames = [
  'fetch-file',
  'mirror-file',
  'make-list',
  'delete-staging',
  'end-mirror',
  'delete-mirror',
  'remove-copy',
  'remove-group',
  'check-links',
  'sweep',
  'sweep-orphans',
] as const satisfies JobName[]

/** The channel on which new work is told; the payload is the kind of job and how many milliseconds it is to wait. */
export const WORK_QUEUED = 'work_queued'

const notice = z.tuple([z.enum(jobNames), z.coerce.number()])

/** What such a payload says, or null for one of another version of this product. */
export function readNotice(payload: string): { name: JobName; delayMs: number } | null {
  const { data } = notice.safeParse(payload.split(' '))
  return data ? { name: data[0], delayMs: data[1] } : null
}

/** When work comes by itself, by the clock in UTC; one instance of all sends it. */
const schedules: Partial<Record<JobName, string>> = {
  'check-links': '5-59/10 * * * *',
  sweep: '*/10 * * * *',
  'sweep-orphans': '23 */6 * * *',
}

function create(connectionString: string, supervise: boolean): PgBoss {
  const boss = new PgBoss({
    connectionString,
    application_name: 'easymirror-queue',
    max: 4,
    schedule: supervise,
    supervise,
    // Both decide how soon a dead worker's job is free again.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: error }, 'the queue had an error'))
  return boss
}

/** Makes the queue's tables and queues where they are missing; several instances may do so at once. */
export async function prepareQueue(databaseUrl: string): Promise<void> {
  const boss = create(databaseUrl, false)
  await boss.start()
  for (const name of jobNames) await boss.createQueue(name, options)
  for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron, {}, { singletonKey: 'all' })
  await boss.stop({ graceful: false })
}

const held = () =>
  processWide('queue', () => ({
    boss: create(env().DATABASE_URL, env().MIRROR_WORKER === 'on'),
    starting: undefined as Promise<PgBoss> | undefined,
  }))

/** The started queue of this process. A start that fails, as without a database, is made again by the next call. */
export function queue(): Promise<PgBoss> {
  const one = held()
  one.starting ??= one.boss.start().catch((error: unknown) => {
    one.starting = undefined
    throw error
  })
  return one.starting
}

/** What a job is about: a second one that waits for the same would be one too many. */
const keys: { [Name in JobName]: (data: Jobs[Name]) => string } = {
  'fetch-file': ({ fileId }) => fileId,
  'mirror-file': ({ fileId }) => fileId,
  'make-list': ({ mirrorId, host }) => `${mirrorId}/${host}`,
  'delete-staging': ({ fileIds }) => createHash('sha256').update(fileIds.join()).digest('hex'),
  'end-mirror': ({ mirrorId }) => mirrorId,
  'delete-mirror': ({ mirrorId }) => mirrorId,
  'remove-copy': ({ host, copy }) => `${host}/${copy.id}`,
  'remove-group': ({ host, group }) => `${host}/${group.id}`,
  'check-links': () => 'all',
  sweep: () => 'all',
  'sweep-orphans': () => 'all',
}

type Sending<Name extends JobName> = {
  name: Name
  jobs: Jobs[Name][]
  delayMs?: number
  /** Sets jobs apart that wait for the same thing for different reasons, such as two hosts to be tried again. */
  reason?: string
}

/** Jobs that become visible with the transaction or not at all. One that waits already is not sent twice. */
export async function sendJobs<Name extends JobName>(
  db: Transaction,
  { name, jobs, delayMs = 0, reason = '' }: Sending<Name>,
): Promise<void> {
  if (jobs.length === 0) return
  const boss = await queue()
  const startAfter = new Date(Date.now() + delayMs)
  const rows = jobs.map((data) => ({
    data,
    singletonKey: `${keys[name](data)}${reason && `/${reason}`}`,
    ...(delayMs > 0 && { startAfter }),
    ...('owner' in data && { group: { id: data.owner } }),
  }))
  await boss.insert(name, rows, { db: fromDrizzle(db, sql) })
  await db.execute(sql`select pg_notify(${WORK_QUEUED}, ${`${name} ${Math.round(delayMs)}`})`)
}

const whichAre = <Name extends JobName>(name: Name, jobs: readonly Jobs[Name][]) =>
  and(eq(sql`name`, name), inArray(sql`singleton_key`, jobs.map(keys[name])))

/** Whether one of these jobs is yet to be done. */
export async function isWaiting<Name extends JobName>(
  db: Executor,
  name: Name,
  jobs: readonly Jobs[Name][],
): Promise<boolean> {
  const rows = await db.execute(
    sql`select from pgboss.job where ${whichAre(name, jobs)} and state in ('created', 'retry', 'active') limit 1`,
  )
  return rows.length > 0
}

/** Takes jobs back that nobody has begun, since what they are for is done. */
export async function takeBackJobs<Name extends JobName>(
  db: Executor,
  name: Name,
  jobs: readonly Jobs[Name][],
): Promise<void> {
  if (jobs.length === 0) return
  const rows = await db.execute<{ id: string }>(
    sql`select id from pgboss.job where ${whichAre(name, jobs)} and state = 'created'`,
  )
  if (rows.length > 0)
    await (await queue()).deleteJob(
      name,
      rows.map(({ id }) => id),
    )
}

/** Files whose objects storage deletes in one call. */
const MOST_DELETIONS = 1000

/** Queues the deletion of staged objects: one job for all of them, or as many as it takes. */
export async function sendStagingDeletions(db: Transaction, mirrorId: MirrorId, fileIds: FileId[]): Promise<void> {
  const count = Math.ceil(fileIds.length / MOST_DELETIONS)
  const jobs = Array.from({ length: count }, (_, index) => ({
    mirrorId,
    fileIds: fileIds.slice(index * MOST_DELETIONS, (index + 1) * MOST_DELETIONS),
  }))
  await sendJobs(db, { name: 'delete-staging', jobs })
}
