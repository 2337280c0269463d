// The Internet Archive as small calls: its S3-like API with both keys in a header, and its site, which is asked without.
import { z } from 'zod'
import type { Call } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Secret } from '#server/ids.ts'
import { archiveVerdict, refusedKeys } from './errors.ts'

export type IaConfig = {
  /** Where files are put: `https://s3.us.archive.org`. */
  apiUrl: string
  /** Where they are shown: `https://archive.org`. */
  siteUrl: string
  accessKey: Secret
  secretKey: Secret
  /** Waits before each look for a file that was just sent, in milliseconds. */
  pauses: readonly number[]
  http: HostHttp
}

export const keyHeader = ({ accessKey, secretKey }: IaConfig): { authorization: string } => ({
  authorization: `LOW ${accessKey.reveal()}:${secretKey.reveal()}`,
})

const standing = z.union([
  z.object({ authorized: z.literal(true) }),
  z.object({ username: z.string().min(1), error: z.undefined() }),
])

/**
 * `GET /?check_auth=1`, as the Archive's own clients ask; a list of the account's items, which the same address gives, is an
 * answer too.
 * @throws {HostError} `account` when the Archive does not know the keys
 */
export async function checkKeys(config: IaConfig, { signal }: Call): Promise<void> {
  const { apiUrl, accessKey, secretKey, http } = config
  const answer = await http.call({
    method: 'GET',
    url: `${apiUrl}/?check_auth=1`,
    headers: keyHeader(config),
    secrets: [accessKey, secretKey],
    signal,
  })
  if (answer.status === 200 && answer.text.includes('<ListAllMyBucketsResult')) return
  readJson(answer, standing, refusedKeys)
}

const limit = z.object({ over_limit: z.coerce.number() })

/** `GET /?check_limit=1`: whether the Archive asks to wait before more files are put into this item. */
export async function isOverLimit(
  { apiUrl, accessKey, http }: IaConfig,
  item: string,
  { signal }: Call,
): Promise<boolean> {
  const query = new URLSearchParams({ check_limit: '1', accesskey: accessKey.reveal(), bucket: item })
  const url = `${apiUrl}/?${query.toString()}`
  const answer = await http.call({ method: 'GET', url, secrets: [accessKey], signal })
  return readJson(answer, limit, archiveVerdict).over_limit !== 0
}
