// The product with simulated hosts and a storage that counts what is read from it.
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator, SimulatorOptions } from '#tests/simulators/simulator.ts'
import { type Intercept, keys, type RunningStorage, runStorage } from '#tests/storage/running-storage.ts'
import { type App, startApp } from '#tests/support/app.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { visit, type Visitor } from '#tests/support/visitor.ts'

export type Hosts = { pixeldrain: Simulator; gofile: Simulator; bunkr: Simulator; env: Record<string, string> }

/** One simulator of each host; they end with the test file. */
export async function startHosts(options: SimulatorOptions = {}): Promise<Hosts> {
  const [pixeldrain, gofile, bunkr] = await Promise.all([
    startPixeldrain(options),
    startGofile(options),
    startBunkr(options),
  ])
  for (const simulator of [pixeldrain, gofile, bunkr]) whenFileEnds(() => simulator[Symbol.asyncDispose]())
  return { pixeldrain, gofile, bunkr, env: { ...pixeldrain.env, ...gofile.env, ...bunkr.env } }
}

export type Mirroring = Hosts & { app: App; visitor: Visitor; storage: RunningStorage; staged(): Promise<string[]> }

const BUCKET = 'staging'

/** Starts the product on an outside database and an outside storage. */
export async function openMirroring(
  options: SimulatorOptions & { env?: Record<string, string>; intercept?: Intercept } = {},
): Promise<Mirroring> {
  const { env, intercept, ...simulated } = options
  const [hosts, storage] = await Promise.all([startHosts(simulated), runStorage(intercept && { intercept })])
  const app = await startApp({
    env: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: storage.url,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...hosts.env,
      ...env,
    },
  })
  // As a visitor does: the page then makes the hosts before the worker needs them, in its own copy of their modules.
  await fetch(app.url)
  const client = storage.client()
  const staged = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))
    return Contents.map(({ Key = '' }) => Key)
  }
  return { ...hosts, app, storage, staged, visitor: await visit(app.url) }
}
