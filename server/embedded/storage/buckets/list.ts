// ListBuckets.
import { listBuckets as findBuckets } from '#server/embedded/storage/data/buckets.ts'
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import { isoTime, renderOwner } from '#server/embedded/storage/listing/objects.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'

const most = 10_000

export const listBuckets: Operation = async ({ database, owner, response, target }) => {
  const value = (name: string) => queryValue(target.query, name)
  const wanted = value('max-buckets')
  if (wanted !== undefined && !(/^\d{1,5}$/.test(wanted) && Number(wanted) >= 1 && Number(wanted) <= most))
    throw invalidArgument('max-buckets must be an integer between 1 and 10000', 'max-buckets', wanted)
  const limit = Number(wanted ?? most)
  const prefix = value('prefix')
  const after = Buffer.from(value('continuation-token') ?? '', 'base64url').toString('utf8')
  const found = findBuckets(database, { prefix: prefix ?? '', after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1)?.name : undefined
  sendXml(response, {
    root: 'ListAllMyBucketsResult',
    children: [
      renderOwner('Owner', owner),
      element(
        'Buckets',
        page.map(({ name, created }) =>
          element('Bucket', [element('Name', name), element('CreationDate', isoTime(created))]),
        ),
      ),
      ...optional('ContinuationToken', last && Buffer.from(last, 'utf8').toString('base64url')),
      ...optional('Prefix', prefix),
    ],
  })
}
