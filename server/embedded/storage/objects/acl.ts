// Access control lists, of which there is one: everything is its owner's alone, as in S3 buckets with ACLs disabled.
import { requireBucket } from '#server/embedded/storage/data/buckets.ts'
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import { type Call, type Operation, type Owner, readDocument } from '#server/embedded/storage/request/call.ts'
import { sendEmpty, sendXml } from '#server/embedded/storage/request/respond.ts'
import { element, Markup, type XmlNode } from '#server/embedded/storage/xml.ts'
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

// Clients that copy an object read its list and put it back.
function isPresent(policy: XmlNode, owner: Owner): boolean {
  const grants = policy.all('AccessControlList').flatMap((list) => list.all('Grant'))
  const fits = (grant: XmlNode) =>
    grant.text('Permission') === 'FULL_CONTROL' &&
    grant.all('Grantee').every((grantee) => grantee.text('ID') === owner.id)
  const owners = policy.all('Owner').every((one) => one.text('ID') === owner.id)
  return owners && grants.length === 1 && grants.every(fits)
}

/** Takes the lists that change nothing, and no other. @throws {S3Error} AccessControlListNotSupported, MalformedXML */
export const putAcl: Operation = async (call) => {
  requireTarget(call)
  refuseUnsupported(call.headers)
  const policy = await readDocument(call, 'AccessControlPolicy')
  const canned = call.headers.has('x-amz-acl')
  if (canned && policy)
    throw new S3Error('InvalidRequest', 'Specifying both a canned ACL and an access control policy is not allowed')
  if (!canned && !policy) throw new S3Error('MalformedXML')
  if (policy && !isPresent(policy, call.owner)) throw new S3Error('AccessControlListNotSupported')
  sendEmpty(call.response)
}
