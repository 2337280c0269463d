// What the adapter of 1fichier is made from.
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'

export type FichierConfig = {
  /** Base of the API, its version included: `https://api.1fichier.com/v1`. */
  apiUrl: string
  /** The operator's key; null sends files as a guest. */
  apiKey: Secret | null
  /** Least time between two calls of the API, in milliseconds. */
  paceMs: number
  /** For how long a node is asked for the links of a file that went out whole, in milliseconds. */
  askForMs: number
  http: HostHttp
}
