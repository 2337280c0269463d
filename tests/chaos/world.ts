// What the instances of one run share: simulated hosts, a storage and a database, none of which dies with them.
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'
import { keys, runStorage } from '#tests/storage/running-storage.ts'
import { endDatabaseOf } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { type ChaosHost, hostIds, type Plan } from './plan.ts'

export type World = {
  simulators: Record<ChaosHost, Simulator>
  /** The environment of each instance but for its port: instances of a shared world differ by their data folder. */
  instances: Record<string, string>[]
  /** Undefined where it is embedded. */
  databaseUrl: string | undefined
  /** The keys of what is left in the storage; `url` is that of an instance, for one that brings the storage along. */
  staged(url: string): Promise<string[]>
}

const BUCKET = 'easymirror'

const access = {
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AUTH_SECRET: 'the secret that the instances share',
  CRON_SECRET: 'the other secret that they share',
}

const starters = { pixeldrain: startPixeldrain, gofile: startGofile, bunkr: startBunkr }

/**
 * Opens it; it ends with the test file, or with the run.
 * @param makeDatabase gives the URL of a database with the tables, for what is outside of the instances
 */
export async function openWorld(plan: Plan, makeDatabase: () => Promise<string>): Promise<World> {
  const { setting, instances, bytesPerSecond } = plan
  const [pixeldrain, gofile, bunkr] = await Promise.all(
    hostIds.map(async (id) => {
      const simulator = await starters[id]({ bytesPerSecond: bytesPerSecond[id] })
      whenFileEnds(() => simulator[Symbol.asyncDispose]())
      return simulator
    }),
  )
  if (!pixeldrain || !gofile || !bunkr) throw new Error('A simulator is missing.')
  const simulators = { pixeldrain, gofile, bunkr }
  const place = setting === 'outside' ? await outside(makeDatabase) : undefined
  const shared = { ...access, ...pixeldrain.env, ...gofile.env, ...bunkr.env, ...place }
  return {
    simulators,
    instances: await Promise.all(instances.map(async () => ({ ...shared, EASYMIRROR_DATA_DIR: await dataFolder() }))),
    databaseUrl: place?.DATABASE_URL,
    staged: (url) => listStaged(place?.S3_ENDPOINT ?? `${url}/storage`),
  }
}

async function outside(makeDatabase: () => Promise<string>) {
  const [databaseUrl, storage] = await Promise.all([makeDatabase(), runStorage()])
  return { DATABASE_URL: databaseUrl, S3_BUCKET: BUCKET, S3_ENDPOINT: storage.url }
}

/** An embedded database lives on when its instance is killed. */
async function dataFolder(): Promise<string> {
  const folder = await temporaryFolder()
  whenFileEnds(() => endDatabaseOf(folder))
  return folder
}

async function listStaged(endpoint: string): Promise<string[]> {
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials: keys, forcePathStyle: true })
  try {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))
    return Contents.map(({ Key = '' }) => Key)
  } finally {
    client.destroy()
  }
}
