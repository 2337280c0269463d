// The mirrors of an export with their files and links, read in batches that fit into little memory.
import { database } from '#db/connection.ts'
import type { MirrorId } from '#server/ids.ts'
import { listFilesOf, listLinksOf } from '#server/queries/history-files.ts'
import type { RouterInputs, RouterOutputs } from '#server/routers/root.ts'
import type { Context } from '#server/trpc/context.ts'
import type { pageCaller } from './caller.ts'

const MIRRORS_AT_ONCE = 100
/** Of all mirrors of a batch together, unless one alone has more. */
const FILES_AT_ONCE = 1_000

type Caller = Awaited<ReturnType<typeof pageCaller>>
type Item = RouterOutputs['history']['list']['items'][number]
type FileOf = Awaited<ReturnType<typeof listFilesOf>>[number]
type LinkOf = Awaited<ReturnType<typeof listLinksOf>>[number]

export type ExportedMirror = Pick<Item, 'id' | 'name' | 'uploadedAt' | 'status'> & {
  sharePage: string
  hosts: Pick<Item['hosts'][number], 'host' | 'hostName' | 'status'>[]
  files: (Omit<FileOf, 'mirrorId'> & { links: (Omit<LinkOf, 'fileId'> & { hostName: string })[] })[]
}

type Wanted = {
  narrowed: NonNullable<RouterInputs['history']['list']>
  /** Those that were chosen; all that are found where there are none. */
  ids: readonly MirrorId[]
}

/** @throws {TRPCError} UNAUTHORIZED without a session */
export async function* exportedMirrors(
  caller: Caller,
  context: Context,
  wanted: Wanted,
): AsyncGenerator<ExportedMirror[], undefined> {
  for await (const items of pages(caller, wanted)) {
    const session = await context.session()
    if (!session) return
    for (const batch of batches(items)) {
      const ids = batch.map(({ id }) => id)
      const [files, links] = await Promise.all([
        listFilesOf(database(), session.owner, ids),
        listLinksOf(database(), session.owner, ids),
      ])
      yield put(batch, { files, links, baseUrl: context.baseUrl })
    }
  }
}

async function* pages(caller: Caller, { narrowed, ids }: Wanted): AsyncGenerator<Item[], void> {
  if (ids.length === 0) {
    let cursor: string | null | undefined
    do {
      const page = await caller.history.list({ ...narrowed, limit: MIRRORS_AT_ONCE, cursor })
      yield page.items
      cursor = page.nextCursor
    } while (cursor !== null)
    return
  }
  for (let from = 0; from < ids.length; from += MIRRORS_AT_ONCE) {
    const some = ids.slice(from, from + MIRRORS_AT_ONCE)
    yield (await caller.history.list({ ...narrowed, ids: some, limit: MIRRORS_AT_ONCE })).items
  }
}

function batches(items: readonly Item[]): Item[][] {
  const made: Item[][] = []
  let files = Infinity
  for (const item of items) {
    files += item.fileCount
    const last = made.at(-1)
    if (last && files <= FILES_AT_ONCE) last.push(item)
    else {
      made.push([item])
      files = item.fileCount
    }
  }
  return made
}

type Parts = { files: FileOf[]; links: LinkOf[]; baseUrl: string }

function put(items: readonly Item[], { files, links, baseUrl }: Parts): ExportedMirror[] {
  const filesOf = Map.groupBy(files, ({ mirrorId }) => mirrorId)
  const linksOf = Map.groupBy(links, ({ fileId }) => fileId)
  return items.map(({ id, name, uploadedAt, status, hosts }) => {
    const names = new Map(hosts.map(({ host, hostName }) => [host, hostName]))
    const toLink = ({ host, url, verified, linkState }: LinkOf) => ({
      host,
      hostName: names.get(host) ?? host,
      url: url.startsWith('/') ? `${baseUrl}${url}` : url,
      verified,
      linkState,
    })
    return {
      id,
      name,
      uploadedAt,
      status,
      sharePage: `${baseUrl}/mirror/${id}`,
      hosts: hosts.map(({ host, hostName, status: state }) => ({ host, hostName, status: state })),
      files: (filesOf.get(id) ?? []).map(({ id: fileId, name: fileName, path, size, sha256, md5 }) => ({
        id: fileId,
        name: fileName,
        path,
        size,
        sha256,
        md5,
        links: (linksOf.get(fileId) ?? []).map(toLink),
      })),
    }
  })
}
