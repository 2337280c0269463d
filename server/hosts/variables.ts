// The variables by which an operator sets hosts up: addresses, accounts, and which hosts are wanted at all.
import { z } from 'zod'
import { flag, httpUrl, secret, words } from '#server/environment-values.ts'

const address = httpUrl.optional()
const account = secret.optional()

export const hostVariables = {
  PIXELDRAIN_API_URL: address,
  PIXELDRAIN_UPLOAD_URL: address,
  PIXELDRAIN_API_KEY: account,
  BUNKR_API_URL: address,
  BUNKR_UPLOAD_URL: address,
  BUNKR_API_KEY: account,
  GOFILE_API_URL: address,
  GOFILE_UPLOAD_URL: address,
  GOFILE_TOKEN: account,
  CYBERFILE_API_URL: address,
  CYBERFILE_UPLOAD_URL: address,
  CYBERFILE_USERNAME: account,
  CYBERFILE_PASSWORD: account,
  SAINT_API_URL: address,
  SAINT_UPLOAD_URL: address,
  SAINT_API_KEY: account,
  CYBERDROP_API_URL: address,
  CYBERDROP_UPLOAD_URL: address,
  CYBERDROP_API_KEY: account,

  /** Hosts that take files from anyone, and get some only where they are named here or have an address or an account below. */
  EXTRA_HOSTS: words(/^[a-z0-9-]+$/, 'ids of hosts with commas between them, such as catbox,litterbox').optional(),
  CATBOX_API_URL: address,
  CATBOX_USERHASH: account,
  LITTERBOX_API_URL: address,
  /** How long Litterbox keeps files. */
  LITTERBOX_HOURS: z.enum(['1', '12', '24', '72'], '1, 12, 24 or 72').optional(),
  BUZZHEAVIER_API_URL: address,
  BUZZHEAVIER_UPLOAD_URL: address,
  BUZZHEAVIER_ACCOUNT_ID: account,
  VIKINGFILE_API_URL: address,
  VIKINGFILE_USER_HASH: account,
  FICHIER_API_URL: address,
  FICHIER_API_KEY: account,
  KRAKENFILES_API_URL: address,
  KRAKENFILES_API_KEY: account,
  /** Its service refused uploads when this was written. */
  KRAKENFILES_ENABLED: flag.optional(),
  FILELU_API_URL: address,
  FILELU_API_KEY: account,
  IA_API_URL: address,
  IA_SITE_URL: address,
  IA_ACCESS_KEY: account,
  IA_SECRET_KEY: account,
  /** What goes to the Internet Archive can be read by everyone, for ever. */
  IA_PUBLIC_FOREVER: flag.optional(),
}

const schema = z.object(hostVariables)

export type HostVariables = z.infer<typeof schema>
export type HostVariable = keyof HostVariables

type NamesOf<Value> = {
  [Name in HostVariable]: Exclude<HostVariables[Name], undefined> extends Value ? Name : never
}[HostVariable]

/** Variables that hold an address. */
export type AddressVariable = Extract<NamesOf<string>, `${string}_URL`>
/** Variables that hold a part of an account. */
export type AccountVariable = NamesOf<z.infer<typeof secret>>
