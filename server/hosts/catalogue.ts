// The hosts in the order in which people see them, made from a validated environment: ready ones with their adapter, the
// others with the reason why not.
import type { Environment } from '#server/env.ts'
import { bunkr, bunkrFacts } from './bunkr.ts'
import { cyberdropFacts } from './cyberdrop.ts'
import { cyberfileFacts } from './cyberfile.ts'
import { gofile } from './gofile.ts'
import type { CatalogueEntry, Host, HostFacts } from './host.ts'
import type { HostHttp } from './http.ts'
import { largestSinglePut, local, localFacts } from './local.ts'
import type { LocalStorage } from './local/storage.ts'
import { pixeldrain, pixeldrainFacts } from './pixeldrain.ts'
import { saintFacts } from './saint.ts'

export type CatalogueParts = { http: HostHttp; storage: LocalStorage }

const ready = (host: Host): CatalogueEntry => ({ enabled: true, host })
const notReady = (host: HostFacts, reason: string): CatalogueEntry => ({ enabled: false, host, reason })

/**
 * Where links lead that a reply does not give whole: to the API's own origin when the operator moved that, since such a
 * host, a simulator say, serves its pages there too.
 */
const linkOrigin = (apiUrl: string | undefined, realSite: string): string =>
  apiUrl === undefined ? realSite : new URL(apiUrl).origin

/** Every host that EasyMirror knows. */
export const createCatalogue = (environment: Environment, parts: CatalogueParts): readonly CatalogueEntry[] => [
  pixeldrainEntry(environment, parts),
  gofileEntry(environment, parts),
  bunkrEntry(environment, parts),
  notReady(cyberfileFacts, 'EasyMirror does not upload to Cyberfile yet.'),
  notReady(saintFacts, 'EasyMirror does not upload to Saint yet: it has no documented upload API.'),
  notReady(cyberdropFacts, 'EasyMirror does not upload to Cyberdrop yet.'),
  localEntry(environment, parts),
]

function pixeldrainEntry(environment: Environment, { http }: CatalogueParts): CatalogueEntry {
  const { PIXELDRAIN_API_URL, PIXELDRAIN_UPLOAD_URL, PIXELDRAIN_API_KEY } = environment
  if (!PIXELDRAIN_API_KEY)
    return notReady(pixeldrainFacts, 'Set PIXELDRAIN_API_KEY to the API key of a PixelDrain account.')
  const apiUrl = PIXELDRAIN_API_URL ?? 'https://pixeldrain.com/api'
  return ready(
    pixeldrain({
      apiUrl,
      uploadUrl: PIXELDRAIN_UPLOAD_URL ?? apiUrl,
      linkOrigin: linkOrigin(PIXELDRAIN_API_URL, 'https://pixeldrain.com'),
      apiKey: PIXELDRAIN_API_KEY,
      http,
    }),
  )
}

function gofileEntry(environment: Environment, { http }: CatalogueParts): CatalogueEntry {
  const { GOFILE_API_URL, GOFILE_UPLOAD_URL, GOFILE_TOKEN } = environment
  return ready(
    gofile({
      apiUrl: GOFILE_API_URL ?? 'https://api.gofile.io',
      uploadUrl: GOFILE_UPLOAD_URL ?? GOFILE_API_URL ?? 'https://upload.gofile.io',
      token: GOFILE_TOKEN ?? null,
      http,
    }),
  )
}

function bunkrEntry(environment: Environment, { http }: CatalogueParts): CatalogueEntry {
  const { BUNKR_API_URL, BUNKR_UPLOAD_URL, BUNKR_API_KEY } = environment
  if (!BUNKR_API_KEY) return notReady(bunkrFacts, 'Set BUNKR_API_KEY to the token of a Bunkr account.')
  return ready(
    bunkr({
      apiUrl: BUNKR_API_URL ?? 'https://dash.bunkr.cr/api',
      uploadUrl: BUNKR_UPLOAD_URL ?? null,
      linkOrigin: linkOrigin(BUNKR_API_URL, 'https://bunkr.cr'),
      token: BUNKR_API_KEY,
      http,
    }),
  )
}

function localEntry({ LOCAL_RETENTION_DAYS }: Environment, { http, storage }: CatalogueParts): CatalogueEntry {
  if (LOCAL_RETENTION_DAYS === 0)
    return notReady(localFacts(0), 'Set LOCAL_RETENTION_DAYS to more than 0 to keep copies on this server.')
  return ready(local({ storage, http, retentionDays: LOCAL_RETENTION_DAYS, singlePutLimit: largestSinglePut }))
}
