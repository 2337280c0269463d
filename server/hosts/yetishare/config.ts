// What tells one site that runs YetiShare from another.
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'

export type YetishareConfig = {
  /** Base of the API, its version included: `https://api.cyberfile.me/api/v2`. */
  apiUrl: string
  /** The same for `/file/upload`. */
  uploadUrl: string
  username: Secret
  password: Secret
  /** What an account may send where its package names no limit, in bytes. */
  usualLimit: number
  http: HostHttp
}
