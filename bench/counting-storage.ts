// The embedded storage over HTTP or HTTPS, with a count of the bytes that are read from it.
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage } from '#server/embedded/storage/storage.ts'
import { Secret } from '#server/ids.ts'

export type CountingStorage = AsyncDisposable & {
  /** What the product needs in its environment to use this storage. */
  env: Record<string, string>
  /** Bytes that went out since the last look, of one object or of all. */
  takeBytesRead(key?: string): number
}

/** A server's own, in PEM. */
export type Identity = { key: string; cert: string }

const keys = { accessKeyId: 'benchmark', secretAccessKey: 'a secret of the benchmark' }

/** Starts it on a free port and an empty folder; both go with it. With an identity it speaks HTTPS. */
export async function startCountingStorage(identity?: Identity): Promise<CountingStorage> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-bench-'))
  const bytesRead = new Map<string, number>()
  const storage = await openStorage({
    directory,
    prefix: '',
    region: 'us-east-1',
    accessKeyId: keys.accessKeyId,
    secretAccessKey: new Secret(keys.secretAccessKey),
    onRead: ({ key, bytes }) => void bytesRead.set(key, (bytesRead.get(key) ?? 0) + bytes),
    onError: (error) => console.error(error),
  })
  const server = identity
    ? createSecureServer({ ...identity, requestTimeout: 0 }, storage.handle)
    : createServer({ requestTimeout: 0 }, storage.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A server that listens has a port.')
  return {
    env: {
      S3_ENDPOINT: `${identity ? 'https' : 'http'}://127.0.0.1:${address.port}`,
      S3_BUCKET: 'bench',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    },
    takeBytesRead: (key) => {
      let taken = 0
      for (const [read, bytes] of bytesRead) {
        if (key !== undefined && read !== key) continue
        taken += bytes
        bytesRead.delete(read)
      }
      return taken
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await storage.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
