// Files at a site of the XFileSharing family: sent as a form, then looked up, since only the info call tells a size.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import type { Call, LinkState, Source, Stored, StoredRef } from '#server/hosts/host.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { settled } from '#server/hosts/settled.ts'
import { publicLink } from '#server/hosts/taken.ts'
import { ask, type KeyedApi, read } from './api.ts'
import { entryOf, fileInfo, type InfoEntry, stateIn } from './file-info.ts'
import { sendForm, uploadServer } from './upload-form.ts'

export type XfsConfig = KeyedApi & {
  /** Base of public links; null takes the one that a reply names, or else the site itself. */
  linkUrl: string | null
  /** The site itself. */
  siteUrl: string
  /** What the form calls the file: `file_0`, or `file` at some sites. */
  fileField: string
  /** What the form calls the account: `prem` in documentations, `reg` in clients. */
  utype: string
}

/** The info can lag behind the upload; waits before each question, in milliseconds. */
const pauses = [0, 500, 1000, 2000]

async function infoOf(config: XfsConfig, code: string, { signal }: Call): Promise<InfoEntry | null> {
  const info = await read(config, { path: '/file/info', query: { file_code: code }, signal }, fileInfo)
  return entryOf(info, code)
}

/** The size by the site's own word, or null. */
export const settledSize = async (config: XfsConfig, code: string, call: Call): Promise<number | null> =>
  (
    await settled({
      pauses,
      signal: call.signal,
      ask: () => infoOf(config, code, call),
      isWhole: ({ size }) => typeof size === 'number',
    })
  )?.size ?? null

/** Without a scheme, a domain has that of the site. */
export function linkBase({ linkUrl, siteUrl }: XfsConfig, domain: string | null): string {
  if (linkUrl !== null || domain === null) return linkUrl ?? siteUrl
  const whole = /^https?:\/\//.test(domain) ? domain : `${new URL(siteUrl).protocol}//${domain}`
  return publicLink.safeParse(whole).success ? whole.replace(/\/+$/, '') : siteUrl
}

/** Asks for a server, sends the form there, and looks the file up. */
export async function uploadFile(config: XfsConfig, source: Source, call: Call): Promise<Stored> {
  const { signal } = call
  const server = await read(config, { path: '/upload/server', signal }, uploadServer)
  const { code, domain } = await sendForm({
    http: config.http,
    base: config.siteUrl,
    server,
    fields: [
      ['utype', config.utype],
      ['file_public', '1'],
    ],
    fileField: config.fileField,
    source,
    signal,
  })
  const url = `${linkBase(config, domain)}/${pathSegment(code)}`
  return { id: code, url, size: await settledSize(config, code, call), digests: {} }
}

/** `GET /file/info`: public pages say that a file is not found with a status of 200. */
export async function checkFile(config: XfsConfig, { id }: StoredRef, { signal }: Call): Promise<LinkState> {
  try {
    return stateIn(jsonOf(await ask(config, { path: '/file/info', query: { file_code: id }, signal })), id)
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

const account = z.object({ status: z.literal([200, '200']) })

/** @throws {HostError} `account` when the site does not know the key */
export async function checkKey(config: XfsConfig, { signal }: Call): Promise<void> {
  await read(config, { path: '/account/info', signal }, account)
}
