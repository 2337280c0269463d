// Which node takes the next file.
import { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { read } from './api.ts'
import type { LolisafeConfig } from './config.ts'

const node = z.object({ success: z.literal(true), url: z.string() })

export type UploadNode = {
  /** Takes whole files and chunks. */
  uploadUrl: string
  /** Joins the chunks. */
  finishUrl: string
  publicOnly: boolean
}

const nodeAt = (uploadUrl: string, publicOnly: boolean): UploadNode => ({
  uploadUrl,
  finishUrl: `${uploadUrl}/finishchunks`,
  publicOnly,
})

/**
 * Asks for a node, once per file; another path than `…/api/upload` is replaced, as the sites' own clients do.
 * @throws {HostError} `unavailable` when the address is not acceptable
 */
export async function uploadNode(config: LolisafeConfig, { signal }: Call): Promise<UploadNode> {
  if (config.uploadUrl !== null) return nodeAt(`${config.uploadUrl}/upload`, false)
  const given = await read(config, { method: 'GET', path: '/node', signal }, node)
  const { url, publicOnly } = nodeUrl(given.url, config.apiUrl)
  const path = url.pathname.replace(/\/+$/, '')
  return nodeAt(url.origin + (path.endsWith('/api/upload') ? path : '/api/upload'), publicOnly)
}
