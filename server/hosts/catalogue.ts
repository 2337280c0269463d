// The hosts in the order in which people see them, made from a validated environment: ready ones with their adapter, the
// others with the reason why not.
import { bunkrHost } from './bunkr.ts'
import { buzzheavierHost } from './buzzheavier.ts'
import { catboxHost } from './catbox.ts'
import { cyberdropHost } from './cyberdrop.ts'
import { cyberfileHost } from './cyberfile.ts'
import { fichierHost } from './fichier.ts'
import { fileluHost } from './filelu.ts'
import { gofileHost } from './gofile.ts'
import type { CatalogueEntry, HostFacts } from './host.ts'
import type { HostHttp } from './http.ts'
import { iaHost } from './ia.ts'
import type { ConfiguredHost } from './kind.ts'
import { krakenfilesHost } from './krakenfiles.ts'
import { litterboxHost } from './litterbox.ts'
import { largestSinglePut, local, localFacts } from './local.ts'
import type { LocalStorage } from './local/storage.ts'
import { pixeldrainHost } from './pixeldrain.ts'
import { saintHost } from './saint.ts'
import type { HostVariables } from './variables.ts'
import { vikingfileHost } from './vikingfile.ts'

export type CatalogueParts = {
  http: HostHttp
  storage: LocalStorage
  /** Hosts of HOSTS_FILE. */
  configured?: readonly ConfiguredHost[]
}

type Settings = HostVariables & { LOCAL_RETENTION_DAYS: number }

const notReady = (host: HostFacts, reason: string): CatalogueEntry => ({ enabled: false, host, reason, accounts: null })

/** Hosts that everybody knows, each with an account of the operator's or none. */
const definitions = [
  pixeldrainHost,
  gofileHost,
  bunkrHost,
  cyberfileHost,
  saintHost,
  cyberdropHost,
  catboxHost,
  litterboxHost,
  buzzheavierHost,
  vikingfileHost,
  fichierHost,
  krakenfilesHost,
  fileluHost,
  iaHost,
]

/** Every host that EasyMirror knows, those of the operator's own before this server itself. */
export const createCatalogue = (settings: Settings, parts: CatalogueParts): readonly CatalogueEntry[] => [
  ...definitions.map((definition) => definition.entry(settings, parts.http)),
  ...(parts.configured ?? []).map((host) => configuredEntry(host, parts.http)),
  localEntry(settings, parts),
]

function configuredEntry(configured: ConfiguredHost, http: HostHttp): CatalogueEntry {
  const { note } = configured.common
  return { enabled: true, host: configured.open(http), accounts: null, ...(note !== undefined && { note }) }
}

function localEntry({ LOCAL_RETENTION_DAYS }: Settings, { http, storage }: CatalogueParts): CatalogueEntry {
  if (LOCAL_RETENTION_DAYS === 0)
    return notReady(localFacts(0), 'Set LOCAL_RETENTION_DAYS to more than 0 to keep copies on this server.')
  const host = local({ storage, http, retentionDays: LOCAL_RETENTION_DAYS, singlePutLimit: largestSinglePut })
  return { enabled: true, host, accounts: null }
}

/** Ids that a host of the operator's own cannot have. */
export const takenIds: readonly string[] = [...definitions.map(({ id }) => id), localFacts(0).id]
