// What tells one site that speaks the lolisafe protocol from another.
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'

export type LolisafeConfig = {
  /** Base of the API, `/api` included: `https://dash.bunkr.cr/api`. */
  apiUrl: string
  /** Where `/upload` lies, or null to ask the site for a node before each file (`GET /node`). */
  uploadUrl: string | null
  /** Origin of album links, for a site that does not say its `homeDomain`. */
  linkOrigin: string
  token: Secret
  http: HostHttp
}
