// What can be done with a copy at a lolisafe site later: look whether it is there, delete it.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, StoredRef } from '#server/hosts/host.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { ask, read } from './api.ts'
import type { LolisafeConfig } from './config.ts'

const deleted = z.object({ success: z.literal(true), failed: z.array(z.unknown()).nullish() })

const info = z.object({ slug: z.string() })

/** The public look-up by slug, asked without the token: 404 is dead. Null where the site has none, or the slug is not known. */
async function checkSlug({ fileInfoUrl, http }: LolisafeConfig, { url, extra }: StoredRef, { signal }: Call) {
  const slug = extra?.['slug'] ?? /\/f\/([\w-]+)$/.exec(new URL(url).pathname)?.[1]
  if (fileInfoUrl === null || slug === undefined) return null
  const answer = await http.call({ method: 'GET', url: `${fileInfoUrl}/${pathSegment(slug)}`, signal })
  if (answer.headers['cf-mitigated'] !== undefined) return 'unknown'
  if (answer.status === 404) return 'dead'
  return answer.status === 200 && info.safeParse(jsonOf(answer)).success ? 'alive' : 'unknown'
}

/**
 * HEAD of the file's address, sent without the token: 404 is dead, the file itself is alive. A page says neither, since
 * challenges are pages too; then the account's own entry of the file decides, where the site gives it.
 */
export async function checkCopy(config: LolisafeConfig, stored: StoredRef, call: Call): Promise<LinkState> {
  try {
    const bySlug = await checkSlug(config, stored, call)
    if (bySlug) return bySlug
    const { url, publicOnly } = nodeUrl(stored.url, config.apiUrl)
    const request = { method: 'HEAD', url: url.href, signal: call.signal, publicOnly } as const
    const { status, headers } = await config.http.call(request)
    if (status === 404) return 'dead'
    if (status !== 200 || headers['cf-mitigated'] !== undefined) return 'unknown'
    const isPage = /html/i.test(headers['content-type'] ?? 'html')
    return !isPage || (await isListed(config, stored, call)) ? 'alive' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

const listed = z.object({ success: z.literal(true), file: z.object({ name: z.string() }) })

/** `GET /upload/get/{name}`: whether the account has the file. */
async function isListed(config: LolisafeConfig, { id }: StoredRef, { signal }: Call): Promise<boolean> {
  const answer = await ask(config, { method: 'GET', path: `/upload/get/${pathSegment(id)}`, signal })
  return answer.status === 200 && listed.safeParse(jsonOf(answer)).data?.file.name === id
}

/**
 * `POST /upload/bulkdelete` by name. A copy that was there before our upload may belong to another mirror, so it stays;
 * one that is gone already counts as deleted.
 * @throws {HostError} `rejected` for a copy that stays
 */
export async function removeCopy(config: LolisafeConfig, { id, extra }: StoredRef, { signal }: Call): Promise<void> {
  if (extra?.['repeated']) throw new HostError('rejected', 'had this file before, so that its copy stays.')
  const json = { field: 'name', values: [id] }
  const { failed } = await read(config, { method: 'POST', path: '/upload/bulkdelete', json, signal }, deleted)
  if (!failed?.length) return
  const { status } = await ask(config, { method: 'GET', path: `/upload/get/${pathSegment(id)}`, signal })
  if (status !== 404) throw new HostError('retry', 'did not delete the file.')
}
