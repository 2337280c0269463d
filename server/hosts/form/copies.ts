// Deleting a copy at a host of kind `form` by the address that its reply gave for that.
import { HostError } from '#server/hosts/errors.ts'
import type { Call, StoredRef } from '#server/hosts/host.ts'
import { statusError, webPageError } from '#server/hosts/http/status.ts'
import { linkState } from '#server/hosts/linked-copy.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { isTextPage } from '#server/hosts/text-reply.ts'
import { Secret } from '#server/ids.ts'
import type { FormHost } from './request.ts'

const gone = [404, 410]

export const stateOf = ({ http, base }: FormHost, { url }: Pick<StoredRef, 'url'>, call: Call) =>
  linkState({ http, url, base, gone, confirm: true }, call, 'a page')

/**
 * Calls the address of deletion. Where that is a page with a question, the file is still there after it.
 * @throws {HostError} `rejected` when the host gave no address, or wants a person to confirm
 */
export async function removeCopy(host: FormHost, { url, extra }: StoredRef, call: Call): Promise<void> {
  const given = extra?.['deletion']
  if (given === undefined) throw new HostError('rejected', 'gave no way to delete the file.')
  const { url: address, publicOnly } = nodeUrl(given, host.base)
  const answer = await host.http.call({
    method: host.settings.raw.deletionMethod,
    url: address.href,
    headers: { accept: '*/*' },
    secrets: [new Secret(given)],
    signal: call.signal,
    publicOnly,
  })
  if (gone.includes(answer.status)) return
  const isPage = isTextPage(answer)
  const error = isPage && answer.status >= 400 ? webPageError(answer) : statusError(answer)
  if (error && (answer.status >= 400 || (await stateOf(host, { url }, call)) !== 'dead')) throw error
  if (!error && isPage && (await stateOf(host, { url }, call)) === 'alive')
    throw new HostError('rejected', 'wants a person to confirm the deletion.')
}
