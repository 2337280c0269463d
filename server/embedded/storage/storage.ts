// The embedded S3 storage: answers signed S3 requests from one folder.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Secret } from '#server/ids.ts'
import { Signer } from './auth/signer.ts'
import { openDatabase } from './data/database.ts'
import { Files } from './data/files.ts'
import { isReferenced } from './data/pieces.ts'
import { sweep } from './data/sweep.ts'
import { answer, type Service } from './answer.ts'

export type StorageOptions = {
  /** Folder for objects, uploads and temporary files; made if missing. */
  directory: string
  region: string
  accessKeyId: string
  secretAccessKey: Secret
  /** Path under which it is mounted: `/storage` in the product, empty at the root. Part of what clients sign. */
  prefix: string
  /** Called for each authorised GET of an object, with the bytes that left. */
  onRead?: (read: { bucket: string; key: string; bytes: number }) => void
  /** Called with what went wrong on our side; the client is told InternalError only. */
  onError?: (error: unknown) => void
}

export type Storage = {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** For a server's `checkContinue` event: the client is told to send its body once it is known to be wanted. */
  handleExpecting: (request: IncomingMessage, response: ServerResponse) => void
  /** Lets running requests end for up to half a second, then breaks them, and closes the folder. */
  close(): Promise<void>
}

const grace = 500

/**
 * Opens the storage in a folder, removes what a kill has left there, and is ready.
 * @throws {Error} when another process has the folder open
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const database = await openDatabase(directory)
  await Files.prepare(directory)
  await sweep(directory, database)
  const { prefix, region, accessKeyId } = options
  const service: Service = {
    database,
    files: new Files(directory, (id) => database.prepare(isReferenced).get(id) !== undefined),
    keys: options,
    signer: new Signer(options),
    prefix: prefix.replace(/\/+$/, ''),
    region,
    // Made from the key, so that it stays the same, and the same as no other's.
    owner: { id: createHash('sha256').update(accessKeyId).digest('hex'), displayName: 'easymirror' },
    onRead: options.onRead ?? (() => undefined),
    onError: options.onError ?? (() => undefined),
  }
  const running = new Map<ServerResponse, Promise<void>>()
  let closing = false
  const run = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase()
    const exchange = { request, response, requestId, closing, awaitsContinue }
    running.set(
      response,
      answer(service, exchange).finally(() => running.delete(response)),
    )
  }
  return {
    handle: (request, response) => run(request, response, false),
    handleExpecting: (request, response) => run(request, response, true),
    async close() {
      closing = true
      const patience = new AbortController()
      const ended = Promise.all(running.values()).finally(() => patience.abort())
      await Promise.race([ended, delay(grace, undefined, { signal: patience.signal }).catch(() => undefined)])
      for (const response of running.keys()) response.socket?.destroy()
      await Promise.all(running.values())
      await service.files.settled()
      await database.close()
    },
  }
}
