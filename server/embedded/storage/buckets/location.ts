// GetBucketLocation and GetBucketVersioning: facts of a bucket that never change here.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import type { Operation } from '#server/embedded/storage/request/call.ts'
import { sendXml } from '#server/embedded/storage/request/respond.ts'
import { Markup } from '#server/embedded/storage/xml.ts'

/** S3 answers nothing for its first region. */
export const getLocation: Operation = async ({ database, region, response, target }) => {
  requireBucket(database, target.bucket)
  const children = region === 'us-east-1' ? [] : [new Markup(region)]
  sendXml(response, { root: 'LocationConstraint', children })
}

/** Empty, as for a bucket that never had versions. */
export const getVersioning: Operation = async ({ database, response, target }) => {
  requireBucket(database, target.bucket)
  sendXml(response, { root: 'VersioningConfiguration', children: [] })
}
