// The engine in this process with real adapters, simulated hosts and the embedded storage, for one file at a time with one fault.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { closeDatabase, database } from '#db/connection.ts'
import { files, hostLinks, mirrors, transfers } from '#db/schema/schema.ts'
import { publishEnvironment } from '#server/env.ts'
import { bunkr } from '#server/hosts/bunkr.ts'
import { HostError } from '#server/hosts/errors.ts'
import { gofile } from '#server/hosts/gofile.ts'
import type { Host } from '#server/hosts/host.ts'
import { createHostHttp, type HostHttp } from '#server/hosts/http.ts'
import { pixeldrain } from '#server/hosts/pixeldrain.ts'
import {
  type FileId,
  fileIdSchema,
  type HostId,
  hostIdSchema,
  type MirrorId,
  mirrorIdSchema,
  Secret,
} from '#server/ids.ts'
import { deleteStaging } from '#server/jobs/delete-staging.ts'
import { engine } from '#server/jobs/engine.ts'
import { log } from '#server/log.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { makeList } from '#server/mirroring/make-list.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared, type Shared } from '#server/mirroring/shared.ts'
import { createGuest } from '#server/queries/users.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import { stagingKey } from '#server/storage/keys.ts'
import { headObject } from '#server/storage/objects.ts'
import { bucket, s3 } from '#server/storage/s3.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator, SimulatorId } from '#tests/simulators/simulator.ts'
import { type Intercept, keys, runStorage } from '#tests/storage/running-storage.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { createDatabase } from '#tests/support/database.ts'
import { installModelQueue, type ModelQueue } from './model-queue.ts'

/** How long a host may be silent, in milliseconds; rows about silence wait less, and all others longer than a busy machine takes. */
const PATIENCE_MS = 30_000
export const SILENCE_MS = 3_000
/** For all reads of the worker. */
const BUFFER_BYTES = 64 * 1024 ** 2
/** More than a file or a list has tries. */
const MOST_ROUNDS = 8

export type Bench = { queue: ModelQueue; http: HostHttp; impatient: HostHttp; shared: Shared; owner: string }

/** Starts all of it; it ends with the test file. */
export async function startBench(intercept: Intercept): Promise<Bench> {
  const [databaseUrl, storage] = await Promise.all([createDatabase(), runStorage({ intercept })])
  publishEnvironment({
    DATABASE_URL: databaseUrl,
    S3_BUCKET: 'staging',
    S3_ENDPOINT: storage.url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AUTH_SECRET: 'a secret of the tests',
    CRON_SECRET: 'another secret of the tests',
    MIRROR_WORKER: 'off',
  })
  // Faults are what this is about.
  log.level = 'silent'
  whenFileEnds(() => closeDatabase())
  await ensureBucket()
  const http = createHostHttp({ idleMs: PATIENCE_MS, replyMs: PATIENCE_MS })
  const impatient = createHostHttp({ idleMs: SILENCE_MS, replyMs: SILENCE_MS })
  whenFileEnds(() => {
    http.close()
    impatient.close()
  })
  const shared = openShared(database(), BUFFER_BYTES)
  return { queue: installModelQueue(), http, impatient, shared, owner: await createGuest(database()) }
}

const starts = { pixeldrain: startPixeldrain, gofile: startGofile, bunkr: startBunkr }

const adapters: Record<SimulatorId, (simulator: Simulator, http: HostHttp) => Host> = {
  pixeldrain: ({ url, env }, http) =>
    pixeldrain({
      apiUrl: `${url}/api`,
      uploadUrl: `${url}/api`,
      linkOrigin: url,
      apiKey: new Secret(env['PIXELDRAIN_API_KEY'] ?? ''),
      http,
    }),
  gofile: ({ url }, http) => gofile({ apiUrl: url, uploadUrl: url, token: null, http }),
  bunkr: ({ url, env }, http) =>
    bunkr({
      apiUrl: `${url}/api`,
      uploadUrl: null,
      linkOrigin: url,
      token: new Secret(env['BUNKR_API_KEY'] ?? ''),
      http,
    }),
}

export type Stand = { simulator: Simulator; host: Host }

let stands = 0

/** A simulated host of its own for one row, under an id of its own. */
export async function startStand({ http, impatient }: Bench, kind: SimulatorId, silent = false): Promise<Stand> {
  stands += 1
  const id = hostIdSchema.parse(`${kind}-${stands}`)
  const simulator = await starts[kind]()
  whenFileEnds(() => simulator[Symbol.asyncDispose]())
  return {
    simulator,
    host: { ...adapters[kind](simulator, silent ? impatient : http), id },
  }
}

export type Staged = { mirrorId: MirrorId; fileIds: FileId[]; keys: string[] }

/** Files in staging with a transfer to each of these hosts, as `mirror.start` leaves them. */
export async function stage({ owner }: Bench, bodies: readonly Buffer[], hosts: readonly HostId[]): Promise<Staged> {
  const db = database()
  const mirrorId = mirrorIdSchema.parse(randomUUID())
  await db.insert(mirrors).values({ id: mirrorId, ownerId: owner, name: 'a mirror', status: 'queued' })
  await db.insert(hostLinks).values(hosts.map((host) => ({ mirrorId, host })))
  const fileIds: FileId[] = []
  for (const [position, body] of bodies.entries()) {
    const id = fileIdSchema.parse(randomUUID())
    const key = stagingKey(mirrorId, id)
    await s3().send(new PutObjectCommand({ Bucket: bucket(), Key: key, Body: body }))
    const etag = (await headObject(key))?.etag ?? null
    const name = `${position}.bin`
    await db.insert(files).values({ id, mirrorId, position, name, size: body.length, status: 'staged', etag })
    await db.insert(transfers).values(hosts.map((host) => ({ mirrorId, fileId: id, host })))
    fileIds.push(id)
  }
  return { mirrorId, fileIds, keys: fileIds.map((id) => stagingKey(mirrorId, id)) }
}

/** The sentence of a try that failed, and how long after its begin the next one was to come, in milliseconds. */
export type Setback = { host: HostId; says: string; waitsMs: number }

const waiting = z.array(
  z.object({ host: hostIdSchema, error: z.string().nullable(), status: z.string(), wait: z.coerce.number() }),
)

const deletion = z.object({ mirrorId: mirrorIdSchema, fileIds: z.array(fileIdSchema) })

export class Play {
  readonly #bench: Bench
  readonly #staged: Staged
  readonly #engine: Engine
  readonly setbacks: Setback[] = []
  listTries = 0

  constructor(bench: Bench, staged: Staged, hosts: readonly Host[]) {
    this.#bench = bench
    this.#staged = staged
    this.#engine = { ...engine(), hostOf: (id) => hosts.find((host) => host.id === id) }
  }

  /** Works until nothing is left to do, without waiting between tries. */
  async toTheEnd(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS && (await this.#isOpen()); round += 1)
      for (const fileId of this.#staged.fileIds) await this.#work(fileId)
    await this.#lists()
    const { queue } = this.#bench
    for (const job of queue.waiting('delete-staging')) {
      const data = deletion.parse(job.data)
      if (data.mirrorId !== this.#staged.mirrorId) continue
      await deleteStaging(data, new AbortController().signal)
      queue.done(job)
    }
  }

  async #isOpen(): Promise<boolean> {
    const rows = await database().execute(
      sql`select 1 from transfers where mirror_id = ${this.#staged.mirrorId} and status in ('queued', 'running')`,
    )
    return rows.length > 0
  }

  async #work(fileId: FileId): Promise<void> {
    const { signal } = new AbortController()
    await mirrorFile(this.#engine, fileId, { ...this.#bench.shared, claiming: signal, signal })
    const rows = waiting.parse(
      await database().execute(sql`
        select host, error, status, extract(epoch from next_try_at - started_at) * 1000 as wait
        from transfers where file_id = ${fileId}`),
    )
    await database().execute(
      sql`update host_health set paused_until = least(paused_until, now()), probe_until = least(probe_until, now())`,
    )
    for (const { host, error, status, wait } of rows)
      if (error !== null) this.setbacks.push({ host, says: error, waitsMs: status === 'queued' ? wait : 0 })
    await database().execute(
      sql`update transfers set next_try_at = now() where file_id = ${fileId} and status = 'queued'`,
    )
  }

  async #lists(): Promise<void> {
    const { mirrorId } = this.#staged
    const jobs = () => this.#bench.queue.waiting('make-list').filter(({ key }) => key.startsWith(mirrorId))
    for (let [job] = jobs(); job && this.listTries < MOST_ROUNDS; [job] = jobs()) {
      this.listTries += 1
      const host = hostIdSchema.parse(job.key.split('/')[1])
      try {
        await makeList(this.#engine, { mirrorId, host }, new AbortController().signal)
        this.#bench.queue.done(job)
      } catch (error) {
        if (!(error instanceof HostError)) throw error
      }
    }
  }
}

export type TransferEnd = {
  host: string
  status: string
  attempt: number
  error: string | null
  verified: string | null
}

/** How the transfers of a mirror have ended, in the order of its files. */
export async function endOf({ mirrorId }: Staged): Promise<TransferEnd[]> {
  return database()
    .select({
      host: transfers.host,
      status: transfers.status,
      attempt: transfers.attempt,
      error: transfers.error,
      verified: transfers.verified,
    })
    .from(transfers)
    .innerJoin(files, eq(files.id, transfers.fileId))
    .where(eq(transfers.mirrorId, mirrorId))
    .orderBy(files.position, transfers.host)
}

/** Whether the staged object is there still. */
export const isStaged = async (key: string): Promise<boolean> => (await headObject(key)) !== null
