// What the end of a fetch brings: the file's transfers begin, lists are made, and what nobody needs leaves staging.
import { database } from '#db/connection.ts'
import { makesLists } from '#server/hosts/registry.ts'
import type { Fetching } from '#server/fetching/fetch-file.ts'
import { sendJobs, sendStagingDeletions } from './queue.ts'

/** Fetching in this process: this product's database and its queue. */
export const fetching = (): Fetching => ({
  database: database(),
  makesLists,
  then: async (db, { id, mirrorId, owner }, { waiting, unwanted, lists }) => {
    await sendJobs(db, { name: 'mirror-file', jobs: waiting ? [{ fileId: id, owner }] : [] })
    await sendJobs(db, { name: 'make-list', jobs: lists.map((host) => ({ mirrorId, host })) })
    await sendStagingDeletions(db, mirrorId, unwanted)
  },
})
