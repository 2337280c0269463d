// A tus server as its makers wrote it (`@tus/server` on `@tus/file-store`), behind a front that can fail.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileConfigstore, FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { Exchange } from '#tests/simulators/exchange.ts'
import type { Operation } from '#tests/simulators/fault.ts'
import type { Reply } from '#tests/simulators/reply.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { startFront } from './front.ts'
import { emptyFolder, ending, heldFile, type Peer, resetting, serveOnLoopback } from './peer.ts'

export type TusPeerOptions = {
  /** In bytes; told as Tus-Max-Size. Default: none. */
  maxSize?: number
  /** What the server says it can do beyond the core. Default: all that its store can. */
  extensions?: string[]
  /** How long an upload that was begun is kept, in ms. Default: for ever. */
  expiresAfterMs?: number
  /** Whether the Location of a new upload is a path alone. */
  relativeLocation?: boolean
}

export type TusPeer = Peer & {
  /** The bytes of an upload, by its id or its address. */
  download(idOrUrl: string): Promise<Buffer>
  /** Uploads that were begun and are not whole. */
  unfinished(): Promise<number>
}

const path = '/files'

/** Starts a tus server; uploads are made by POST to `url`. */
export async function startTusPeer(options: TusPeerOptions = {}): Promise<TusPeer> {
  const directory = await temporaryFolder()
  const configstore = new FileConfigstore(directory)
  const expires = options.expiresAfterMs === undefined ? {} : { expirationPeriodInMilliseconds: options.expiresAfterMs }
  const datastore = new FileStore({ directory, configstore, ...expires })
  if (options.extensions) datastore.extensions = options.extensions
  const { maxSize, relativeLocation = false } = options
  const server = new Server({ path, datastore, relativeLocation, ...(maxSize === undefined ? {} : { maxSize }) })
  const peerUrl = await serveOnLoopback((request, response) => void server.handle(request, response))
  const methods = ['OPTIONS', 'GET', 'POST', 'PATCH', 'DELETE']
  const told = { size: ['upload-offset', 'upload-length'], digest: [], id: ['location'] }
  const faultDefaults = { 'missing-id': 'node' } as const
  const front = ending(await startFront({ id: 'tus', peerUrl, methods, operationOf, refusal, told, faultDefaults }))

  const uploads = async () => {
    const ids = (await configstore.list()).toSorted()
    return Promise.all(ids.map((id) => datastore.getUpload(id)))
  }
  return {
    simulator: front,
    url: `${front.url}${path}`,
    async held() {
      const whole = (await uploads()).filter(({ offset, size }) => offset === size)
      return Promise.all(whole.map(({ id, metadata }) => heldFile(join(directory, id), metadata?.['filename'] ?? null)))
    },
    download: (idOrUrl) => readFile(join(directory, idOrUrl.split('/').at(-1) ?? '')),
    unfinished: async () => (await uploads()).filter(({ offset, size }) => offset !== size).length,
    reset: resetting(front, () => emptyFolder(directory)),
  }
}

/** A POST makes an upload, and may hold its first bytes; a PATCH adds to it. */
function operationOf({ method, length }: Exchange): Operation {
  if (method === 'OPTIONS') return 'limits'
  if (method === 'POST') return length ? 'upload' : 'node'
  if (method === 'PATCH') return 'upload'
  if (method === 'HEAD') return 'info'
  return method === 'DELETE' ? 'delete' : 'download'
}

const refusal = (status: number): Reply => ({
  status,
  headers: { 'tus-resumable': '1.0.0' },
  body: { text: `Refused with ${status}\n`, type: 'text/plain; charset=utf-8' },
})
