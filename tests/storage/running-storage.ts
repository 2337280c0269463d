// A storage of its own for a test file, on a port of its own, and clients for it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { openStorage, type StorageOptions } from '#server/embedded/storage/storage.ts'
import { Secret } from '#server/ids.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

export const keys = { accessKeyId: 'AKIDTESTTESTTEST', secretAccessKey: 'a secret of the tests' }

export type RunningStorage = {
  url: string
  port: number
  directory: string
  reads: { bucket: string; key: string; bytes: number }[]
  errors: unknown[]
  client: (options?: S3ClientConfig) => S3Client
  close: () => Promise<void>
}

/** Answers a request in the storage's place, or gives false and leaves it to the storage. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean

/** Starts a storage; it ends with the test file. */
export async function runStorage({
  intercept = () => false,
  ...options
}: Partial<StorageOptions> & { intercept?: Intercept } = {}): Promise<RunningStorage> {
  const directory = options.directory ?? (await temporaryFolder())
  const prefix = options.prefix ?? ''
  const reads: RunningStorage['reads'] = []
  const errors: unknown[] = []
  const storage = await openStorage({
    directory,
    prefix,
    region: 'us-east-1',
    accessKeyId: keys.accessKeyId,
    secretAccessKey: new Secret(keys.secretAccessKey),
    onRead: (read) => reads.push(read),
    onError: (error) => errors.push(error),
    ...options,
  })
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 75_000 }, (request, response) => {
    if (!intercept(request, response)) storage.handle(request, response)
  })
  server.on('checkContinue', storage.handleExpecting)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server listens on no port.')
  const { port } = address
  const url = `http://127.0.0.1:${port}${prefix}`
  const clients: S3Client[] = []
  let closing: Promise<void> | undefined
  const end = async () => {
    for (const client of clients) client.destroy()
    await storage.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const close = () => {
    closing ??= end()
    return closing
  }
  whenFileEnds(close)
  const client = (config: S3ClientConfig = {}) => {
    const made = new S3Client({
      endpoint: url,
      region: 'us-east-1',
      credentials: keys,
      forcePathStyle: true,
      maxAttempts: 1,
      ...config,
    })
    clients.push(made)
    return made
  }
  return { url, port, directory, reads, errors, client, close }
}

/** The S3 code and status of the error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; status: number | undefined }> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const metadata: unknown = Reflect.get(error, '$metadata')
    const status: unknown =
      typeof metadata === 'object' && metadata ? Reflect.get(metadata, 'httpStatusCode') : undefined
    return { code: error.name, status: typeof status === 'number' ? status : undefined }
  }
  throw new Error('The call was not refused.')
}
