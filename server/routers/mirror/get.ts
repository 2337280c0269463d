// A mirror as its share page shows it.
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import type { FileId } from '#server/ids.ts'
import { listHostStates } from '#server/queries/host-states.ts'
import {
  type FetchState,
  findPublicMirror,
  listFetching,
  listFileLinks,
  listPublicFiles,
} from '#server/queries/public-mirror.ts'
import { publicProcedure } from '#server/trpc/init.ts'
import { absolute, toHostLinks } from './host-link.ts'
import { requireAccess, visitorInput } from './require-access.ts'

export const get = publicProcedure.input(visitorInput).query(async ({ ctx, input }) => {
  await requireAccess(ctx, input)
  const { id } = input
  const db = database()
  // The mirror first: what is read after it can be newer than its status, never older.
  const mirror = await findPublicMirror(db, id)
  if (!mirror) throw notFound('mirror')
  const [files, fetching, states, links] = await Promise.all([
    listPublicFiles(db, id),
    listFetching(db, id),
    listHostStates(db, [id]),
    listFileLinks(db, id),
  ])
  return {
    id,
    ...mirror,
    files: files.map((file) => ({ ...file, fetching: fetchingOf(fetching, file.id) })),
    fetching,
    links: toHostLinks(states, ctx.baseUrl),
    fileLinks: links.map((link) => ({ ...link, url: absolute(link.url, ctx.baseUrl) })),
  }
})

/** Of one file; null once it is there, or where somebody uploads it. */
function fetchingOf(all: readonly FetchState[], id: FileId) {
  const one = all.find(({ fileId }) => fileId === id)
  return one ? { state: one.state, bytes: one.bytes, error: one.error } : null
}
