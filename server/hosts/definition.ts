// A host as one value: its facts, where it is, what an account there is made of, and how its adapter is made. From it comes
// the host's entry in the catalogue, for the operator's account and for those of people.
import type { HostId } from '#server/ids.ts'
import type { CatalogueEntry, CredentialField, Credentials, Host, HostAccounts, HostFacts } from './host.ts'
import type { HostHttp } from './http.ts'
import type { AccountVariable, AddressVariable, HostVariables } from './variables.ts'

/** What an adapter is made from. */
export type HostConfig<Name extends string = never> = {
  /** Base of the API, without a slash at its end. */
  apiUrl: string
  /** Base of uploads: where the operator moved them, else where the API was moved, else the real one. */
  uploadUrl: string
  /** The same where the operator named it, else null: hosts that tell where each upload goes are asked then. */
  namedUploadUrl: string | null
  /** Origin of public links that a reply does not give whole. */
  linkOrigin: string
  /** The account; null where there is none. */
  credentials: Credentials<Name> | null
  /** The operator's other wishes for the host. */
  variables: HostVariables
  http: HostHttp
}

type AccountField = CredentialField & { variable: AccountVariable }

export type Definition<Name extends string> = {
  facts: HostFacts
  /** The real addresses. */
  addresses: { api: string; upload?: string; site: string }
  variables: { api: AddressVariable; upload?: AddressVariable; site?: AddressVariable }
  /** What an account is made of; all of it has to be given. Left out where the host knows no accounts. */
  account?: Record<Name, AccountField>
  /** What the operator has to do for an account, where one is needed: "Set PIXELDRAIN_API_KEY to …". */
  missing?: string
  /** Takes files from anyone, but only where the operator wants so: see `EXTRA_HOSTS`. */
  extra?: true
  /** A further reason why the host is not ready for anyone, or null. */
  unready?(variables: HostVariables): string | null
  /** What people should know before they choose it, as a whole sentence. */
  note?: string
  open(config: HostConfig<Name>): Host
}

export type HostDefinition = {
  id: HostId
  entry(variables: HostVariables, http: HostHttp): CatalogueEntry
}

export const defineHost = <Name extends string = never>(definition: Definition<Name>): HostDefinition => ({
  id: definition.facts.id,
  entry: (variables, http) => entryOf(definition, variables, http),
})

function entryOf<Name extends string>(
  definition: Definition<Name>,
  variables: HostVariables,
  http: HostHttp,
): CatalogueEntry {
  const { facts, account, note } = definition
  const openWith = (credentials: Credentials<Name> | null) =>
    definition.open({ ...addressesOf(definition, variables), credentials, variables, http })
  const reason = definition.unready?.(variables) ?? null
  if (reason !== null) return { enabled: false, host: facts, reason, accounts: null }
  const accounts: HostAccounts | null = account
    ? { fields: account, open: (credentials) => openWith(named(account, (name) => credentials[name])) }
    : null
  const own = account ? named(account, (name) => variables[account[name].variable]) : null
  const lacks = lackOf(definition, variables, own)
  if (lacks !== null) return { enabled: false, host: facts, reason: lacks, accounts }
  return { enabled: true, host: openWith(own), accounts, ...(note !== undefined && { note }) }
}

/** What keeps the operator's own files from going there, or null. */
function lackOf<Name extends string>(
  { facts, variables: names, extra, missing }: Definition<Name>,
  variables: HostVariables,
  own: Credentials<Name> | null,
): string | null {
  if (facts.account === 'required' && own === null) return missing ?? `${facts.name} needs an account.`
  const isWanted = variables.EXTRA_HOSTS?.some((id) => id === facts.id || id === 'all') ?? false
  if (!extra || isWanted || own !== null || variables[names.api] !== undefined) return null
  return `Add ${facts.id} to EXTRA_HOSTS to send files there.`
}

/** A value for each field, or null where one is missing. */
function named<Name extends string, Value>(
  fields: Record<Name, unknown>,
  valueOf: (name: Name) => Value | undefined,
): Record<Name, Value> | null {
  const isName = (key: string): key is Name => key in fields
  const values: Partial<Record<Name, Value>> = {}
  for (const name of Object.keys(fields).filter(isName)) {
    const value = valueOf(name)
    if (value === undefined) return null
    values[name] = value
  }
  const isWhole = (given: Partial<Record<Name, Value>>): given is Record<Name, Value> =>
    Object.keys(fields).every((name) => name in given)
  return isWhole(values) ? values : null
}

/**
 * Where everything of the host is. To the API's own origin lead links that a reply does not give whole when the operator moved
 * that, since such a host, a simulator say, serves its pages there too.
 */
function addressesOf<Name extends string>({ addresses, variables: names }: Definition<Name>, variables: HostVariables) {
  const moved = variables[names.api]
  const namedUploadUrl = (names.upload && variables[names.upload]) ?? null
  const site = names.site && variables[names.site]
  return {
    apiUrl: moved ?? addresses.api,
    uploadUrl: namedUploadUrl ?? moved ?? addresses.upload ?? addresses.api,
    namedUploadUrl,
    linkOrigin: site ?? (moved === undefined ? addresses.site : new URL(moved).origin),
  }
}
