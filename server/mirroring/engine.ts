// What the engine is given from outside: the database, the hosts, and how bytes are read. It knows none of them closer.
import type { Database, Transaction } from '#db/connection.ts'
import type { Host, HostFacts, HostMemory, StoredRef } from '#server/hosts/host.ts'
import type { FileId, HostAccountId, HostId, MirrorId } from '#server/ids.ts'
import type { WaitingFile } from '#server/queries/system/host-health.ts'
import type { StoredBytes, StoredObject } from '#server/storage/read-object.ts'
import type { HostUse } from './open-host.ts'

/** Work that a settlement brings, put into the queue with the transaction or not at all. */
export type NewWork = {
  deleteStaging(db: Transaction, mirrorId: MirrorId, files: FileId[]): Promise<void>
  makeList(db: Transaction, mirrorId: MirrorId, host: HostId): Promise<void>
  /** Takes a copy away that came after its mirror had been deleted. */
  removeCopy(db: Transaction, use: HostUse, copy: StoredRef): Promise<void>
  /** Another try of files, after `delayMs`; those that wait for different reasons do not stand for each other. */
  mirrorFiles(db: Transaction, files: WaitingFile[], wait: { reason: string; delayMs: number }): Promise<void>
}

/** A host's adapter with what it remembers of its account. */
export type OpenHost = { host: Host; memory: HostMemory }

export type Engine = {
  database: Database
  /** What can be told of a host, ready or not. */
  factsOf(id: HostId): HostFacts | undefined
  /** A host that is ready with the operator's account or without one, or undefined. */
  hostOf(id: HostId): Host | undefined
  memoryOf(id: HostId): HostMemory
  /**
   * A host with an account of somebody's own.
   * @throws {HostError} `account` when that was removed
   */
  ownHost(id: HostId, account: HostAccountId): Promise<OpenHost>
  /** The bytes of an object from an offset to its end, exactly, or an error. */
  read(object: StoredObject, from: number, signal: AbortSignal): StoredBytes
  newWork: NewWork
}
