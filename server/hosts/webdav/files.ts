// Files at a WebDAV server: sent under a name of their own, moved to the right one once they are whole, then looked at.
import { HostError } from '#server/hosts/errors.ts'
import type {
  Call,
  FindInput,
  GroupedCall,
  LinkState,
  Source,
  Stored,
  StoredRef,
  UploadCall,
} from '#server/hosts/host.ts'
import { pause } from '#server/hosts/http/pause.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { pathOf, type WebdavApi } from './api.ts'
import { expectDone } from './errors.ts'
import { type Found, look } from './look.ts'
import { markedName, plainName, unfinishedName } from './names.ts'

/** The file's path under one of its names, in the mirror's collection. */
const pathIn = ({ group }: GroupedCall, name: string) => (group ? pathOf(group.id, name) : pathOf(name))

const storedAs = ({ config }: WebdavApi, path: string, { size, digests }: Found): Stored => ({
  id: path,
  url: `${config.publicUrl ?? config.url}/${path}`,
  size,
  digests: config.checksums ? digests : {},
})

/** Servers may keep what came of a body that broke off, so nothing has the file's name before it is whole. */
export async function uploadFile(api: WebdavApi, source: Source, call: UploadCall): Promise<Stored> {
  const unfinished = pathIn(call, unfinishedName(source))
  call.signal.throwIfAborted()
  await api.ready(call.signal)
  let path: string
  try {
    await send(api, source, { path: unfinished, signal: call.signal })
    path = await move(api, source, { from: unfinished, call })
  } catch (error) {
    if (!(error instanceof HostError && error.kind === 'unknown')) await discard(api, unfinished)
    throw error
  }
  const found = await look(api, path, call.signal).catch(inDoubt)
  if (!found) throw new HostError('retry', 'took the file but does not have it.')
  return storedAs(api, path, found)
}

/** The file was there a moment ago, so that what cannot be told of it now leaves it in doubt. */
const inDoubt = (error: unknown): never => {
  if (error instanceof HostError) throw new HostError('unknown', error.message, { cause: error.cause })
  throw error
}

type Sending = { path: string; signal: AbortSignal }

/** `PUT`. When its answer is lost, the size of what is there tells whether all bytes came. */
async function send(api: WebdavApi, source: Source, { path, signal }: Sending): Promise<void> {
  const body = { length: source.size, chunks: source.take() }
  try {
    expectDone(await api.put({ path, type: mimeType(source.type), body, signal }))
  } catch (error) {
    if (!(error instanceof HostError) || error.kind !== 'unknown') throw error
    const found = await look(api, path, signal)
    if (found?.size !== source.size) throw new HostError('retry', error.message, { cause: error.cause })
  }
}

/** `MOVE` that writes over nothing, but for what is marked as this very file. Gives the path at last. */
async function move(
  api: WebdavApi,
  source: Source,
  { from, call }: { from: string; call: UploadCall },
): Promise<string> {
  const moving = (to: string, overwrite: 'F' | 'T') => {
    const headers = { destination: api.urlOf(to), overwrite }
    return api.ask({ method: 'MOVE', path: from, headers, signal: call.signal, slow: true })
  }
  const plain = pathIn(call, plainName(source))
  const answer = await moving(plain, 'F')
  if (answer.status !== 412) {
    expectDone(answer)
    return plain
  }
  const marked = pathIn(call, markedName(source))
  expectDone(await moving(marked, 'T'))
  return marked
}

/** A server may not have noticed yet that the bytes broke off; in milliseconds. */
const discardPauses = [0, 500]

/** Takes away what came of a file that did not; where that fails too, the next attempt writes over it. */
async function discard(api: WebdavApi, path: string): Promise<void> {
  const { signal } = new AbortController()
  try {
    for (const ms of discardPauses) {
      await pause(ms, signal)
      const { status } = await api.ask({ method: 'DELETE', path, signal })
      if (status < 300) return
    }
  } catch (error) {
    if (!(error instanceof HostError)) throw error
  }
}

/** What stands under one of the file's names in the mirror's own collection, and has its size. */
export async function findFile(api: WebdavApi, file: FindInput, call: GroupedCall): Promise<Stored | null> {
  for (const name of [markedName(file), plainName(file)]) {
    const path = pathIn(call, name)
    const found = await look(api, path, call.signal)
    if (found?.size === file.size) return storedAs(api, path, found)
  }
  return null
}

/** 404 is dead. */
export async function checkFile(api: WebdavApi, { id }: StoredRef, { signal }: Call): Promise<LinkState> {
  try {
    return (await look(api, id, signal)) ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `DELETE`; what is gone already counts as deleted. */
export async function removeFile(api: WebdavApi, { id }: StoredRef, { signal }: Call): Promise<void> {
  const answer = await api.ask({ method: 'DELETE', path: id, signal })
  if (answer.status !== 404) expectDone(answer)
}
