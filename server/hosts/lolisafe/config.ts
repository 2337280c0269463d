// What tells one site that speaks the lolisafe protocol from another.
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'

/** In what the forks of lolisafe differ. */
export type LolisafeDialect = {
  /** Where the links of albums stand: in `GET /albums/{page}`, or in one listing of them all (`GET /albums`, `simple: 1`). */
  albumListing: 'paged' | 'whole'
  /** Whether each chunk says its album, and not only the request that joins them. */
  albumOnChunks: boolean
  /** Largest request where the site does not tell, in bytes; null for no chunks then. */
  usualChunkSize: number | null
  /**
   * Base of public look-ups by slug, where replies to uploads tell neither size nor digest; null where they do. Sizes and slugs are
   * then read from the album.
   */
  fileInfoUrl: string | null
}

export type LolisafeConfig = LolisafeDialect & {
  /** Base of the API, `/api` included: `https://dash.bunkr.cr/api`. */
  apiUrl: string
  /** Where `/upload` lies, or null to ask the site for a node before each file (`GET /node`). */
  uploadUrl: string | null
  /** Origin of album links, for a site that does not say its `homeDomain`. */
  linkOrigin: string
  token: Secret
  http: HostHttp
}

/** What a site's own file is given: all but the dialect. */
export type LolisafeSite = Omit<LolisafeConfig, keyof LolisafeDialect>

/** As lolisafe itself does it. */
export const plainLolisafe: LolisafeDialect = {
  albumListing: 'paged',
  albumOnChunks: false,
  usualChunkSize: null,
  fileInfoUrl: null,
}
