// What can be done with a copy at a lolisafe site later: look whether it is there, delete it.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, StoredRef } from '#server/hosts/host.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { ask, read } from './api.ts'
import type { LolisafeConfig } from './config.ts'

const deleted = z.object({ success: z.literal(true), failed: z.array(z.unknown()).nullish() })

/** HEAD of the file's address: 404 is dead, the file itself (and not a page about it) is alive. Sent without the token. */
export async function checkCopy(config: LolisafeConfig, stored: StoredRef, { signal }: Call): Promise<LinkState> {
  try {
    const { url, publicOnly } = nodeUrl(stored.url, config.apiUrl)
    const { status, headers } = await config.http.call({ method: 'HEAD', url: url.href, signal, publicOnly })
    if (status === 404) return 'dead'
    const isPage = headers['cf-mitigated'] !== undefined || /html/i.test(headers['content-type'] ?? 'html')
    return status === 200 && !isPage ? 'alive' : 'unknown'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/**
 * `POST /upload/bulkdelete` by name. A copy that was there before our upload may belong to another mirror, so it stays;
 * one that is gone already counts as deleted.
 */
export async function removeCopy(config: LolisafeConfig, { id, extra }: StoredRef, { signal }: Call): Promise<void> {
  if (extra?.['repeated']) return
  const json = { field: 'name', values: [id] }
  const { failed } = await read(config, { method: 'POST', path: '/upload/bulkdelete', json, signal }, deleted)
  if (!failed?.length) return
  const { status } = await ask(config, { method: 'GET', path: `/upload/get/${pathSegment(id)}`, signal })
  if (status !== 404) throw new HostError('retry', 'did not delete the file.')
}
