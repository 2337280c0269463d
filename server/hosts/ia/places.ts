// Where a file is at the Internet Archive: an item, and a path in it that no other file of the mirror has.
import { isIP } from 'node:net'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { StoredRef } from '#server/hosts/host.ts'

export type Place = { item: string; path: string }

/** Two files of a mirror may have one name, so that each has a folder of its own. */
export const placeIn = (item: string, { fileId, name }: { fileId: string; name: string }): Place => ({
  item,
  path: `${fileId.slice(0, 8)}/${hostFileName(name)}`,
})

/** As it stands in an address. */
export const encoded = ({ item, path }: Place): string => [item, ...path.split('/')].map(pathSegment).join('/')

/** The place of a copy, whose id is the encoded one. */
export function placeOf({ id }: Pick<StoredRef, 'id'>): Place {
  const [item = '', ...path] = id.split('/').map(decodeURIComponent)
  return { item, path: path.join('/') }
}

const siteOf = ({ hostname }: URL) => hostname.split('.').slice(-2).join('.')

/** Whether both are of one registrable domain, or the very same machine. */
export const isSameSite = (one: URL, other: URL): boolean =>
  one.hostname === other.hostname || (isIP(one.hostname) === 0 && siteOf(one) === siteOf(other))
