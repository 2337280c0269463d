// `npm run storage` as a process of its own, which tests kill and start again on the same folder.
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { freePort } from '#tests/support/free-port.ts'
import { type ProductProcess, spawnProduct } from '#tests/support/product.ts'
import { keys } from './running-storage.ts'

const program = [process.execPath, join(import.meta.dirname, '../../server/embedded/storage/main.ts')]

export type StorageProcess = {
  url: string
  port: number
  /** The storage's own folder in the data folder. */
  directory: string
  process: ProductProcess
  client: S3Client
}

const attempts = 3

/** Starts it on a data folder, and again when another program has taken its port meanwhile. */
export async function startStorage(dataFolder: string): Promise<StorageProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const child = spawnProduct({
      program,
      env: {
        PORT: String(port),
        EASYMIRROR_DATA_DIR: dataFolder,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    })
    try {
      const [, url = ''] = await child.printed(/ready at (\S+)/)
      const client = new S3Client({
        endpoint: url,
        region: 'us-east-1',
        credentials: keys,
        forcePathStyle: true,
        maxAttempts: 1,
        requestChecksumCalculation: 'WHEN_REQUIRED',
      })
      whenFileEnds(() => client.destroy())
      return { url, port, directory: join(dataFolder, 'storage'), process: child, client }
    } catch (error) {
      if (attempt === attempts || !child.log().includes('EADDRINUSE')) throw error
    }
  }
}
