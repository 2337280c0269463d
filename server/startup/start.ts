// The order in which an instance comes up.
import { join } from 'node:path'
import { closeDatabase, database } from '#db/connection.ts'
import { openStorage } from '#server/embedded/storage/storage.ts'
import { type Environment, publishEnvironment } from '#server/env.ts'
import { HostsFileFault } from '#server/hosts/hosts-file.ts'
import { configuredHosts } from '#server/hosts/registry.ts'
import { startKicks } from '#server/jobs/kick.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { endLeases } from '#server/queries/system/recover.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import { urlForPeople, urlForSelf } from './addresses.ts'
import { openApplication } from './application.ts'
import { type Front, openFront, STORAGE_PREFIX } from './front.ts'
import { secureApplication, secureStorage } from './security-headers.ts'
import { type DataFolder, openDatabase, openDataFolder } from './services.ts'
import { StartError } from './start-error.ts'
import type { Teardown } from './teardown.ts'

type Options = {
  environment: Environment
  dev: boolean
  /** Gets each part as it comes up, also when a later one fails. */
  teardown: Teardown
  /** Called when the instance cannot go on. */
  onLost: () => void
}

/** Milliseconds that running answers have to end by themselves. */
const DRAIN_MS = 2_000
/** The region of the embedded storage, which has only one. */
const EMBEDDED_REGION = 'us-east-1'
const EMBEDDED_BUCKET = 'easymirror'

/**
 * Brings up everything, in an order in which each part finds what it needs. The port is taken before the database starts,
 * so that a taken one is told at once; until all is up, requests get 503.
 * @returns the URL at which it answers
 * @throws {StartError} for what the operator can put right; anything when the process is stopping
 */
export async function start({ environment, dev, teardown, onLost }: Options): Promise<string> {
  const { stopping } = lifecycle()
  checkHostsFile(environment)
  const folder = await openDataFolder(environment, teardown)
  const front = await openFront(environment)
  teardown.add({ name: 'connections', close: () => front.close(0), patienceMs: 500 })
  const databaseUrl = await openDatabase({ environment, folder, teardown, onLost })
  stopping.throwIfAborted()
  publishSecrets(environment, folder)
  publishEnvironment({ DATABASE_URL: databaseUrl.reveal() })
  teardown.add({ name: 'database connections', close: () => closeDatabase(1), patienceMs: 1_500 })
  if (environment.S3_BUCKET === undefined && folder) await openOwnStorage({ environment, folder, front, teardown })
  stopping.throwIfAborted()
  await ensureBucket().catch((cause: unknown) => {
    throw new StartError('S3_BUCKET: the object storage cannot be used; LOG_LEVEL=debug shows what it said.', cause)
  })
  if (environment.DATABASE_URL === undefined) await endLeases(database())
  await openPages({ environment, dev, front, teardown })
  stopping.throwIfAborted()
  if (environment.MIRROR_WORKER === 'on') await startKicks(urlForSelf(environment))
  return urlForPeople(environment)
}

/** @throws {StartError} that says which entry of the file is wrong, and how */
function checkHostsFile(environment: Environment): void {
  try {
    configuredHosts(environment)
  } catch (error) {
    if (error instanceof HostsFileFault) throw new StartError(`HOSTS_FILE: ${error.message}`)
    throw error
  }
}

/** next-auth reads two variables of its own: the public URL, else that it may take the one in the request. */
function publishSecrets(environment: Environment, folder: DataFolder | undefined): void {
  const { APP_URL, AUTH_SECRET, CRON_SECRET, EASYMIRROR_DATA_DIR } = environment
  publishEnvironment({
    ...(AUTH_SECRET === undefined && folder && { AUTH_SECRET: folder.secrets.authSecret.reveal() }),
    ...(CRON_SECRET === undefined && folder && { CRON_SECRET: folder.secrets.cronSecret.reveal() }),
    ...(APP_URL === undefined ? { AUTH_TRUST_HOST: '1' } : { NEXTAUTH_URL: APP_URL }),
    EASYMIRROR_DATA_DIR: folder?.directory ?? EASYMIRROR_DATA_DIR,
  })
}

type StorageOptions = { environment: Environment; folder: DataFolder; front: Front; teardown: Teardown }

async function openOwnStorage({ environment, folder, front, teardown }: StorageOptions): Promise<void> {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID ?? folder.secrets.accessKeyId
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY ?? folder.secrets.secretAccessKey
  const storage = await openStorage({
    directory: join(folder.directory, 'storage'),
    region: EMBEDDED_REGION,
    accessKeyId,
    secretAccessKey,
    prefix: STORAGE_PREFIX,
    onError: (error) => log.error({ err: error }, 'the embedded storage failed'),
  })
  teardown.add({ name: 'storage', close: () => storage.close(), patienceMs: 1_000 })
  front.serve({ storage: secureStorage((request, response) => storage.handle(request, response)) })
  publishEnvironment({
    S3_ENDPOINT: `${urlForSelf(environment)}${STORAGE_PREFIX}`,
    S3_BUCKET: EMBEDDED_BUCKET,
    S3_REGION: EMBEDDED_REGION,
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
    EASYMIRROR_EMBEDDED_STORAGE: 'true',
  })
}

type PagesOptions = { environment: Environment; dev: boolean; front: Front; teardown: Teardown }

async function openPages({ environment, dev, front, teardown }: PagesOptions): Promise<void> {
  const { HOST, PORT } = environment
  const application = await openApplication({ dev, hostname: HOST, port: PORT, server: front.server })
  teardown.add({ name: 'application', close: () => application.close(), patienceMs: 500 })
  teardown.add({ name: 'running answers', close: () => front.close(DRAIN_MS), patienceMs: DRAIN_MS + 500 })
  front.serve({ application: secureApplication(application.handle, { dev }) })
}
