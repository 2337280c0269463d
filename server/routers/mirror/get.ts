// A mirror as its share page shows it.
import { database } from '#db/connection.ts'
import { notFound } from '#server/errors.ts'
import { listHostStates } from '#server/queries/host-states.ts'
import { findPublicMirror, listFileLinks, listPublicFiles } from '#server/queries/public-mirror.ts'
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
  const [files, states, links] = await Promise.all([
    listPublicFiles(db, id),
    listHostStates(db, [id]),
    listFileLinks(db, id),
  ])
  return {
    id,
    ...mirror,
    files,
    links: toHostLinks(states, ctx.baseUrl),
    fileLinks: links.map((link) => ({ ...link, url: absolute(link.url, ctx.baseUrl) })),
  }
})
