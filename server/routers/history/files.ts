// The files of one mirror of the caller's, in their order, with where each can be had.
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { mirrorIdSchema } from '#server/ids.ts'
import { listFiles } from '#server/queries/files.ts'
import { listLinksOf } from '#server/queries/history-files.ts'
import { absolute, hostName } from '#server/routers/mirror/host-link.ts'
import { sessionProcedure } from '#server/trpc/init.ts'

export const files = sessionProcedure
  .input(z.object({ id: mirrorIdSchema }))
  .query(async ({ ctx: { owner, baseUrl }, input: { id } }) => {
    const listed = await listFiles(database(), owner, id)
    const links = await listLinksOf(database(), owner, [id])
    const byFile = Map.groupBy(links, ({ fileId }) => fileId)
    return listed.map((file) => ({
      ...file,
      links: (byFile.get(file.id) ?? []).map(({ host, url, verified, linkState }) => ({
        host,
        hostName: hostName(host),
        url: absolute(url, baseUrl),
        verified,
        linkState,
      })),
    }))
  })
