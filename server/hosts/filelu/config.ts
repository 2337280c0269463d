// What FileLu's adapter is made from.
import type { KeyedApi } from '#server/hosts/xfs/api.ts'

export type FileluConfig = KeyedApi & {
  /** Origin of public links: `https://filelu.com`. */
  linkOrigin: string
  /** Larger files go up in parts; in bytes. */
  wholeLimit: number
  /** Bytes of each part but the last. */
  partSize: number
}
