// What the hosts of the lolisafe protocol do each in their own way.
import type { FaultKind, Operation } from './fault.ts'
import type { LolisafeFile, LolisafeFiles } from './lolisafe-files.ts'
import type { Reply } from './reply.ts'
import type { Handler } from './routes.ts'

export type RouteRow = [method: string, path: string, operation: Operation, handle: Handler]

export type Flavour<Id extends string = string> = {
  id: Id
  title: string
  /** The path of a file's page without its slug: `/f`. */
  pagePath: string
  /** The size in bytes over which the proxy before the host cuts a request. */
  requestLimit: number
  /** Extensions with their dot, beside which nothing is taken; null takes any. */
  takesOnly: readonly string[] | null
  /** What the answer to an upload tells of a file, the expiry apart. */
  uploaded(file: LolisafeFile): Record<string, unknown>
  /** What lists tell of a file. */
  listed(file: LolisafeFile): Record<string, unknown>
  /** Whether albums that are asked for with `simple: 1` come with their identifier. */
  simpleIdentifiers: boolean
  albumNameInUse(): Reply
  /** What this host has beside the protocol. */
  routes(files: LolisafeFiles, origin: string): RouteRow[]
  faultDefaults?: Partial<Record<FaultKind, Operation>>
}

/** What lolisafe itself tells, and with it the hosts that did not change it. */
export const plainFlavour = {
  pagePath: '/f',
  requestLimit: 100_000_000,
  takesOnly: null,
  uploaded: ({ name, hash, arrival }: LolisafeFile) => {
    const { name: original, url, size } = arrival
    return { name, original, url, hash, size }
  },
  listed: ({ id, name, hash, albumId, expires, arrival }: LolisafeFile) => {
    const { name: original, size, at, url } = arrival
    const timestamp = Math.floor(at.getTime() / 1000)
    return { id, name, original, size: String(size), hash, timestamp, albumid: albumId, expirydate: expires, file: url }
  },
  simpleIdentifiers: false,
  routes: () => [],
} satisfies Partial<Flavour>
