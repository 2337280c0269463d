// Whether a video at Saint is still there: its player asks for a signed address, and so do we.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, LinkState, StoredRef } from '#server/hosts/host.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import type { LolisafeSite } from '#server/hosts/lolisafe/config.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'

const signed = z.object({ success: z.boolean() })

/**
 * `GET /api/sign?v={id}` at the site that the link leads to, without the key: `success: true` is alive, `false` and 404 are dead.
 * Null for a link that is no page of a video.
 */
export async function checkVideo(
  { apiUrl, http }: LolisafeSite,
  stored: StoredRef,
  { signal }: Call,
): Promise<LinkState | null> {
  const id = /^\/(?:embed|v|d)\/([\w-]+)$/.exec(new URL(stored.url).pathname)?.[1]
  if (id === undefined) return null
  try {
    const { url, publicOnly } = nodeUrl(stored.url, apiUrl)
    const headers = { referer: `${url.origin}/embed/${id}` }
    const address = `${url.origin}/api/sign?v=${id}`
    const answer = await http.call({ method: 'GET', url: address, headers, signal, publicOnly })
    if (answer.headers['cf-mitigated'] !== undefined) return 'unknown'
    if (answer.status === 404) return 'dead'
    const { success } = signed.safeParse(jsonOf(answer)).data ?? {}
    if (answer.status !== 200 || success === undefined) return 'unknown'
    return success ? 'alive' : 'dead'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}
