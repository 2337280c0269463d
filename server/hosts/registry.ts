// The hosts of this instance: the one place where adapters meet the environment and the storage.
import { type Environment, env, namedVariable } from '#server/env.ts'
import { fileIdSchema, type HostId, mirrorIdSchema, Secret } from '#server/ids.ts'
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
import type { CatalogueEntry, Host, HostAccounts } from './host.ts'
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

/** A host that files can go to now. */
export function enabledHost(id: HostId): Host | undefined {
  const entry = findEntry(id)
  return entry?.enabled ? entry.host : undefined
}

/** An account of somebody's own at a host. */
type Account = { id: string; setAt: Date; credentials(): Record<string, Secret> | null }

/** Adapters that are kept at most; the one that was used longest ago goes first. */
const MOST_OPEN = 1000

const opened = () => processWide('hosts-with-accounts', () => new Map<string, Host>())

/**
 * The host's adapter for an account, the same one for as long as its credentials are: adapters know things for a while.
 * Null where the host takes no accounts any more, or the credentials are not those that it wants.
 */
export function openAccount(id: HostId, account: Account): Host | null {
  const hosts = opened()
  const key = `${account.id}@${account.setAt.getTime()}`
  const known = hosts.get(key) ?? openWith(findEntry(id)?.accounts ?? null, account)
  if (!known) return null
  hosts.delete(key)
  hosts.set(key, known)
  const [oldest] = hosts.keys()
  if (hosts.size > MOST_OPEN && oldest !== undefined) hosts.delete(oldest)
  return known
}

/** Without one of its fields a host could be opened as for a guest, which is not what the account's owner wants. */
function openWith(accounts: HostAccounts | null, account: Account): Host | null {
  const credentials = accounts && account.credentials()
  if (!credentials) return null
  const isWhole = Object.keys(accounts.fields).every((name) => Object.hasOwn(credentials, name))
  return isWhole ? accounts.open(credentials) : null
}

/**
 * Whether a host makes a list of a mirror's files once they are there.
 * @param isOwn with an account of the owner's own, and not with the operator's
 */
export function makesLists(id: HostId, isOwn: boolean): boolean {
  const host = isOwn ? exampleOf(id) : enabledHost(id)
  return host?.group?.when === 'after'
}

/** An adapter for nobody's account: what it can do is what it could with any, and nothing is sent with it. */
function exampleOf(id: HostId): Host | null {
  const names = Object.keys(findEntry(id)?.accounts?.fields ?? {})
  const credentials = () => Object.fromEntries(names.map((name) => [name, new Secret('example')]))
  return openAccount(id, { id: `example at ${id}`, setAt: new Date(0), credentials })
}
