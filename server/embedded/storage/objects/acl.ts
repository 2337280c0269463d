// Access control lists, of which there is one: everything is its owner's alone, as in S3 buckets with ACLs disabled.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Call, Operation } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, Markup } from '#server/embedded/storage/xml.ts'
import { renderOwner } from '#server/embedded/storage/listing/objects.ts'
import { refuseUnsupported } from './description.ts'

function requireTarget({ database, target }: Call): void {
  if (target.key === '') requireBucket(database, target.bucket)
  else requireObject(database, target.bucket, target.key)
}

export const getAcl: Operation = async (call) => {
  requireTarget(call)
  const { owner, response } = call
  const grantee = new Markup(
    `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${element('ID', owner.id).xml}${element('DisplayName', owner.displayName).xml}</Grantee>`,
  )
  const grant = element('Grant', [grantee, element('Permission', 'FULL_CONTROL')])
  const children = [renderOwner('Owner', owner), element('AccessControlList', [grant])]
  sendXml(response, { root: 'AccessControlPolicy', children })
}

/** Takes the canned ACLs that change nothing, and no other. */
export const putAcl: Operation = async (call) => {
  requireTarget(call)
  if (!call.headers.has('x-amz-acl')) throw new S3Error('AccessControlListNotSupported')
  refuseUnsupported(call.headers)
  sendEmpty(call.response)
}
