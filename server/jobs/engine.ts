// Puts the mirroring engine together: this product's database, its hosts, its storage, its queue.
import { database } from '#db/connection.ts'
import { enabledHost } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { readHostMemory, readOrMakeHostMemory, writeHostMemory } from '#server/queries/system/host-memory.ts'
import { readObject } from '#server/storage/read-object.ts'
import { sendJobs, sendStagingDeletions } from './queue.ts'

const memoryOf = (host: HostId): ReturnType<Engine['memoryOf']> => ({
  get: (key) => readHostMemory(database(), host, key),
  set: (key, value) => writeHostMemory(database(), { host, key, value }),
  getOrCreate: (key, create, stale) => readOrMakeHostMemory(database(), { host, key, stale }, create),
})

/** The engine of this process. */
export const engine = (): Engine => ({
  database: database(),
  hostOf: enabledHost,
  memoryOf,
  read: readObject,
  newWork: {
    deleteStaging: sendStagingDeletions,
    makeList: (db, mirrorId, host) => sendJobs(db, { name: 'make-list', jobs: [{ mirrorId, host }] }),
    removeCopy: (db, host, copy) => sendJobs(db, { name: 'remove-copy', jobs: [{ host, copy }] }),
    mirrorFiles: (db, jobs, { reason, delayMs }) => sendJobs(db, { name: 'mirror-file', jobs, delayMs, reason }),
  },
})
