// The embedded storage alone, at the root of its own port: `npm run storage`.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { makeDataFolder } from '#server/embedded/data-folder.ts'
import { loadSecrets } from '#server/embedded/secrets.ts'
import { type Environment, readEnvironment, storagePort } from '#server/env.ts'
import { openStorage, type Storage } from './storage.ts'

// What runs when a signal comes may still end by itself within this time, in milliseconds.
const patience = 2000

async function open(environment: Environment): Promise<Storage> {
  const folder = environment.EASYMIRROR_DATA_DIR
  await makeDataFolder(folder)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const keys = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : await loadSecrets(folder)
  return openStorage({
    directory: join(folder, 'storage'),
    region: environment.S3_REGION,
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey,
    prefix: '',
    onError: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  })
}

async function serve(environment: Environment): Promise<void> {
  const storage = await open(environment)
  // Node's default would cut every upload that lasts longer than five minutes.
  const server = createServer({ requestTimeout: 0 }, storage.handle)
  server.on('checkContinue', storage.handleExpecting)
  // S3 passes over any other expectation, which Node would answer with 417.
  server.on('checkExpectation', storage.handle)
  const { HOST: host } = environment
  const port = storagePort(environment)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    const watchdog = setTimeout(() => server.closeAllConnections(), patience)
    await closed
    clearTimeout(watchdog)
    await storage.close()
  }
  process.on('SIGTERM', () => void end()).on('SIGINT', () => void end())
  process.stdout.write(`The storage is ready at http://${host.includes(':') ? `[${host}]` : host}:${port}\n`)
}

const read = readEnvironment()
if ('faults' in read) {
  for (const { variable, message } of read.faults) process.stderr.write(`${variable}: ${message}\n`)
  process.exitCode = 1
} else {
  try {
    await serve(read.environment)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
