// The hosts of this instance: the one place where adapters meet the environment and the storage.
import { type Environment, env, namedVariable } from '#server/env.ts'
import { fileIdSchema, type HostId, mirrorIdSchema } from '#server/ids.ts'
import { processWide } from '#server/process-wide.ts'
import { localKey } from '#server/storage/keys.ts'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  partSizeFor,
} from '#server/storage/multipart.ts'
import { deleteObject, headObject } from '#server/storage/objects.ts'
import { presignOwnPart, presignOwnPut } from '#server/storage/presign.ts'
import { createCatalogue } from './catalogue.ts'
import type { CatalogueEntry, Host } from './host.ts'
import { readHostsFile } from './hosts-file.ts'
import { createHostHttp } from './http.ts'
import type { ConfiguredHost } from './kind.ts'
import type { LocalStorage } from './local/storage.ts'

/** The object storage of this instance, as the host `local` uses it. */
export const ownStorage: LocalStorage = {
  keyOf: ({ mirrorId, fileId }) => localKey(mirrorIdSchema.parse(mirrorId), fileIdSchema.parse(fileId)),
  partSizeFor,
  presignPut: presignOwnPut,
  presignPart: presignOwnPart,
  createUpload: createMultipartUpload,
  completeUpload: completeMultipartUpload,
  abortUpload: abortMultipartUpload,
  head: headObject,
  delete: deleteObject,
}

/**
 * The hosts of HOSTS_FILE.
 * @throws {HostsFileFault} when there is something wrong with it
 */
export const configuredHosts = ({ HOSTS_FILE }: Pick<Environment, 'HOSTS_FILE'>): readonly ConfiguredHost[] =>
  HOSTS_FILE === undefined ? [] : readHostsFile(HOSTS_FILE, namedVariable)

/** Every host, ready or not, in the order in which people see them. */
export const catalogue = (): readonly CatalogueEntry[] =>
  processWide('hosts', () => {
    const environment = env()
    const http = createHostHttp({
      idleMs: environment.HOST_IDLE_SECONDS * 1000,
      replyMs: environment.HOST_REPLY_SECONDS * 1000,
    })
    return createCatalogue(environment, { http, storage: ownStorage, configured: configuredHosts(environment) })
  })

/** A host by its id, ready or not. */
export const findEntry = (id: HostId): CatalogueEntry | undefined => catalogue().find(({ host }) => host.id === id)

/** Whether a host makes a list of a mirror's files once they are there. */
export const makesLists = (id: HostId): boolean => enabledHost(id)?.group?.when === 'after'

/** A host that files can go to now. */
export function enabledHost(id: HostId): Host | undefined {
  const entry = findEntry(id)
  return entry?.enabled ? entry.host : undefined
}
