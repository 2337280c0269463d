// What the engine is given from outside: the database, the hosts, and how bytes are read. It knows none of them closer.
import type { Database, Transaction } from '#db/connection.ts'
import type { Host, HostMemory, StoredRef } from '#server/hosts/host.ts'
import type { FileId, HostId, MirrorId } from '#server/ids.ts'
import type { WaitingFile } from '#server/queries/system/host-health.ts'
import type { StoredBytes, StoredObject } from '#server/storage/read-object.ts'

/** Work that a settlement brings, put into the queue with the transaction or not at all. */
export type NewWork = {
  deleteStaging(db: Transaction, mirrorId: MirrorId, files: FileId[]): Promise<void>
  makeList(db: Transaction, mirrorId: MirrorId, host: HostId): Promise<void>
  /** Takes a copy away that came after its mirror had been deleted. */
  removeCopy(db: Transaction, host: HostId, copy: StoredRef): Promise<void>
  /** Another try of files, after `delayMs`; those that wait for different reasons do not stand for each other. */
  mirrorFiles(db: Transaction, files: WaitingFile[], wait: { reason: string; delayMs: number }): Promise<void>
}

export type Engine = {
  database: Database
  /** An enabled host, or undefined. */
  hostOf(id: HostId): Host | undefined
  memoryOf(id: HostId): HostMemory
  /** The bytes of an object from an offset to its end, exactly, or an error. */
  read(object: StoredObject, from: number, signal: AbortSignal): StoredBytes
  newWork: NewWork
}
