// Buckets: made, found, listed, deleted, and what they say of settings that nobody has made.
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataFiles } from './folder.ts'
import { sendSigned } from './raw-request.ts'
import { type RunningStorage, refusal, runStorage } from './running-storage.ts'

let storage: RunningStorage
const Bucket = 'first-bucket'

beforeAll(async () => {
  storage = await runStorage()
  await storage.client().send(new CreateBucketCommand({ Bucket }))
})

const create = (name: string, extra: object = {}) =>
  storage.client().send(new CreateBucketCommand({ Bucket: name, ...extra }))

test('a bucket that is there can be made again in the first region, and is another error elsewhere', async () => {
  expect((await create(Bucket)).Location).toBe(`/${Bucket}`)
  const elsewhere = await runStorage({ region: 'eu-central-1' })
  const client = elsewhere.client({ region: 'eu-central-1' })
  const constraint = { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } } as const
  await client.send(new CreateBucketCommand({ Bucket, ...constraint }))
  expect(await refusal(client.send(new CreateBucketCommand({ Bucket, ...constraint })))).toEqual({
    code: 'BucketAlreadyOwnedByYou',
    status: 409,
  })
  const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }))
  expect(LocationConstraint).toBe('eu-central-1')
})

test('a bucket says its region, and one that is missing that it is', async () => {
  expect((await storage.client().send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1')
  const missing = storage.client().send(new HeadBucketCommand({ Bucket: 'nowhere' }))
  expect(await refusal(missing)).toEqual({ code: 'NotFound', status: 404 })
  const { LocationConstraint } = await storage.client().send(new GetBucketLocationCommand({ Bucket }))
  expect(LocationConstraint).toBeUndefined()
})

test.each([
  ['InvalidLocationConstraint', 400, { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
  ['NotImplemented', 501, { ObjectLockEnabledForBucket: true }],
  ['AccessControlListNotSupported', 400, { ACL: 'public-read' }],
  ['InvalidArgument', 400, { ACL: 'everybody' }],
])('what cannot be had is refused with %s', async (code, status, extra) => {
  expect(await refusal(create('refused', extra))).toEqual({ code, status })
})

test('buckets are listed in order and in pages', async () => {
  for (const name of ['page-c', 'page-a', 'page-b']) await create(name)
  const list = (input: object) => storage.client().send(new ListBucketsCommand({ Prefix: 'page-', ...input }))
  const first = await list({ MaxBuckets: 2 })
  expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['page-a', 'page-b'])
  const rest = await list({ MaxBuckets: 2, ContinuationToken: first.ContinuationToken })
  expect([rest.Buckets?.map(({ Name }) => Name), rest.ContinuationToken]).toEqual([['page-c'], undefined])
  expect(first.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
})

test('a bucket goes when it is empty, with the uploads that were begun in it', async () => {
  const client = storage.client()
  const name = { Bucket: 'leaving', Key: 'x' }
  await create(name.Bucket)
  await client.send(new PutObjectCommand({ ...name, Body: 'x' }))
  const remove = () => client.send(new DeleteBucketCommand({ Bucket: name.Bucket }))
  expect(await refusal(remove())).toEqual({ code: 'BucketNotEmpty', status: 409 })
  await client.send(new CreateMultipartUploadCommand(name))
  await client.send(new DeleteObjectCommand(name))
  await remove()
  expect(await refusal(remove())).toEqual({ code: 'NoSuchBucket', status: 404 })
  await storage.close()
  expect(await dataFiles(storage.directory)).toEqual([])
  storage = await runStorage({ directory: storage.directory })
})

test("buckets and objects are their owner's alone", async () => {
  const client = storage.client()
  await client.send(new PutObjectCommand({ Bucket, Key: 'owned', Body: 'x' }))
  const ofBucket = await client.send(new GetBucketAclCommand({ Bucket }))
  const ofObject = await client.send(new GetObjectAclCommand({ Bucket, Key: 'owned' }))
  for (const { Owner, Grants } of [ofBucket, ofObject]) {
    const grantee = { ID: Owner?.ID, DisplayName: Owner?.DisplayName, Type: 'CanonicalUser' as const }
    expect(Grants).toMatchObject([{ Permission: 'FULL_CONTROL', Grantee: grantee }])
    await client.send(new PutObjectAclCommand({ Bucket, Key: 'owned', AccessControlPolicy: { Owner, Grants } }))
    const stranger = [{ Permission: 'READ' as const, Grantee: { ...grantee, ID: 'f'.repeat(64) } }]
    const shared = new PutObjectAclCommand({ Bucket, Key: 'owned', AccessControlPolicy: { Owner, Grants: stranger } })
    expect(await refusal(client.send(shared))).toEqual({ code: 'AccessControlListNotSupported', status: 400 })
  }
  await client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))
  const open = client.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }))
  expect(await refusal(open)).toEqual({ code: 'AccessControlListNotSupported', status: 400 })
  const { ID } = (await client.send(new ListBucketsCommand({}))).Owner ?? {}
  await client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: ID }))
  const stranger = client.send(new GetBucketAclCommand({ Bucket, ExpectedBucketOwner: '123456789012' }))
  expect(await refusal(stranger)).toEqual({ code: 'AccessDenied', status: 403 })
})

describe('a setting that nobody has made', () => {
  const client = () => storage.client()
  const name = { Bucket }

  test('is missing', async () => {
    const code = async (call: Promise<unknown>) => (await refusal(call)).code
    expect(await code(client().send(new GetBucketPolicyCommand(name)))).toBe('NoSuchBucketPolicy')
    expect(await code(client().send(new GetBucketWebsiteCommand(name)))).toBe('NoSuchWebsiteConfiguration')
    expect(await code(client().send(new GetBucketLifecycleConfigurationCommand(name)))).toBe(
      'NoSuchLifecycleConfiguration',
    )
    expect(await code(client().send(new GetPublicAccessBlockCommand(name)))).toBe(
      'NoSuchPublicAccessBlockConfiguration',
    )
    expect(await code(client().send(new GetObjectLockConfigurationCommand(name)))).toBe(
      'ObjectLockConfigurationNotFoundError',
    )
    const nowhere = client().send(new GetBucketPolicyCommand({ Bucket: 'nowhere' }))
    expect(await refusal(nowhere)).toEqual({ code: 'NoSuchBucket', status: 404 })
  })

  test('is what a bucket has by itself', async () => {
    expect((await client().send(new GetBucketVersioningCommand(name))).Status).toBeUndefined()
    expect((await client().send(new GetBucketRequestPaymentCommand(name))).Payer).toBe('BucketOwner')
    const { OwnershipControls } = await client().send(new GetBucketOwnershipControlsCommand(name))
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }])
  })

  test('can be taken away, and not be made', async () => {
    await client().send(new DeleteBucketPolicyCommand(name))
    const versioning = new PutBucketVersioningCommand({ ...name, VersioningConfiguration: { Status: 'Enabled' } })
    expect(await refusal(client().send(versioning))).toEqual({ code: 'NotImplemented', status: 501 })
  })
})

test.each([
  ['PUT', `/${Bucket}?lifecycle`, 501, 'NotImplemented'],
  ['PUT', `/${Bucket}?policy`, 501, 'NotImplemented'],
  ['POST', `/${Bucket}`, 501, 'NotImplemented'],
  ['POST', `/${Bucket}/x?select&select-type=2`, 501, 'NotImplemented'],
  ['GET', `/${Bucket}/x?torrent`, 501, 'NotImplemented'],
  ['POST', `/${Bucket}/x`, 405, 'MethodNotAllowed'],
  ['PATCH', `/${Bucket}/x`, 405, 'MethodNotAllowed'],
  ['PUT', '/', 405, 'MethodNotAllowed'],
  ['GET', `/${Bucket}/x?versionId=abc`, 400, 'InvalidArgument'],
  ['PUT', `/${Bucket}/x?partNumber=1`, 400, 'InvalidArgument'],
])('%s %s is answered with %i %s', async (method, path, status, code) => {
  expect(await sendSigned(storage.port, { method, path })).toMatchObject({ status, code })
})
