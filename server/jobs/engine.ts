// Puts the mirroring engine together: this product's database, its hosts, its storage, its queue.
import { database } from '#db/connection.ts'
import { enabledHost, findEntry } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { readHostMemory, readOrMakeHostMemory, writeHostMemory } from '#server/queries/system/host-memory.ts'
import { readObject } from '#server/storage/read-object.ts'
import { openOwnHost } from './own-host.ts'
import { sendJobs, sendStagingDeletions } from './queue.ts'

const memoryOf = (host: HostId): ReturnType<Engine['memoryOf']> => ({
  get: (key) => readHostMemory(database(), host, key),
  set: (key, value) => writeHostMemory(database(), { host, key, value }),
  getOrCreate: (key, create, stale) => readOrMakeHostMemory(database(), { host, key, stale }, create),
})

/** The engine of this process. */
export const engine = (): Engine => ({
  database: database(),
  factsOf: (id) => findEntry(id)?.host,
  hostOf: enabledHost,
  memoryOf,
  ownHost: openOwnHost,
  read: readObject,
  newWork: {
    deleteStaging: sendStagingDeletions,
    makeList: (db, mirrorId, host) => sendJobs(db, { name: 'make-list', jobs: [{ mirrorId, host }] }),
    removeCopy: (db, { host, accountId }, copy) =>
      sendJobs(db, { name: 'remove-copy', jobs: [{ host, copy, ...(accountId !== null && { accountId }) }] }),
    mirrorFiles: (db, jobs, { reason, delayMs }) => sendJobs(db, { name: 'mirror-file', jobs, delayMs, reason }),
  },
})
