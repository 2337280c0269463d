// Which node takes the next file.
import { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { ask } from './api.ts'
import type { LolisafeConfig } from './config.ts'
import { lolisafeVerdict } from './errors.ts'

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
 * A site that does not know the question, as lolisafe itself, takes files at its API.
 * @throws {HostError} `unavailable` when the address is not acceptable
 */
export async function uploadNode(config: LolisafeConfig, { signal }: Call): Promise<UploadNode> {
  if (config.uploadUrl !== null) return nodeAt(`${config.uploadUrl}/upload`, false)
  const answer = await ask(config, { method: 'GET', path: '/node', signal })
  if (answer.status === 404) return nodeAt(`${config.apiUrl}/upload`, false)
  const { url, publicOnly } = nodeUrl(readJson(answer, node, lolisafeVerdict).url, config.apiUrl)
  const path = url.pathname.replace(/\/+$/, '')
  return nodeAt(url.origin + (path.endsWith('/api/upload') ? path : '/api/upload'), publicOnly)
}
