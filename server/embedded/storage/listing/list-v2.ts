// ListObjectsV2.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { invalidArgument } from '#server/embedded/storage/errors.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { element, optional } from '#server/embedded/storage/xml.ts'
import { objectRows, renderObject, renderPrefixes } from './objects.ts'
import { delimiterOf, listEncoding, pageSize } from './page.ts'
import { walk } from './walk.ts'

// The mark in front tells a token of ours from any other base64.
const mark = '\u0001'
const toToken = (last: string): string => Buffer.from(mark + last, 'utf8').toString('base64url')

function fromToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString('utf8')
  if (!last.startsWith(mark))
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
  return last.slice(mark.length)
}

export const listObjectsV2: Operation = async ({ database, owner, response, target }) => {
  const { bucket, query } = target
  requireBucket(database, bucket)
  const [prefix, startAfter, token] = ['prefix', 'start-after', 'continuation-token'].map((name) =>
    queryValue(query, name),
  )
  const delimiter = delimiterOf(query)
  const encoding = listEncoding(query)
  const limit = pageSize(query, 'max-keys')
  const after = token ? fromToken(token) : (startAfter ?? '')
  const page = walk(database, objectRows, { bucket, prefix: prefix ?? '', delimiter, after, limit })
  const listedOwner = queryValue(query, 'fetch-owner') === 'true' ? owner : undefined
  sendXml(response, {
    root: 'ListBucketResult',
    children: [
      element('Name', bucket),
      element('Prefix', encoding.encode(prefix ?? '')),
      ...optional('Delimiter', delimiter && encoding.encode(delimiter)),
      element('MaxKeys', limit),
      ...encoding.markup,
      element('KeyCount', page.items.length + page.prefixes.length),
      element('IsTruncated', page.truncated),
      ...optional('ContinuationToken', token),
      ...optional('NextContinuationToken', page.truncated ? toToken(page.last) : undefined),
      ...optional('StartAfter', startAfter === undefined ? undefined : encoding.encode(startAfter)),
      ...page.items.map((object) => element('Contents', renderObject(object, encoding, listedOwner))),
      ...renderPrefixes(page.prefixes, encoding),
    ],
  })
}
