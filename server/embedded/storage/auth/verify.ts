// Proves that a request was signed with the storage's key, and says how its body is to be proven.
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { type Target, queryValue } from '#server/embedded/storage/request/target.ts'
import { type Claim, malformedHeader, malformedQuery, readClaim } from './claim.ts'
import { type Keys, type Signable, type Signer, type Signing, sameSignature } from './signer.ts'

export type Verified = {
  kind: 'header' | 'query'
  /** `UNSIGNED-PAYLOAD`, a SHA-256 in hex, or one of the `STREAMING-…` words. */
  payload: string
  /** What the signatures of the chunks of a streaming body begin with. */
  seed: { signature: string; signing: Signing }
}

const unsigned = 'UNSIGNED-PAYLOAD'
const payloadForm =
  /^(UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER|STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?|[0-9a-f]{64})$/

function checkScope(claim: Claim, keys: Keys): void {
  const [, region, service] = claim.scope.split('/')
  const malformed = (what: string, details?: Record<string, string>) =>
    claim.kind === 'header'
      ? malformedHeader(what, details)
      : malformedQuery(`Error parsing the X-Amz-Credential parameter; ${what}`, details)
  if (claim.accessKeyId !== keys.accessKeyId)
    throw new S3Error('InvalidAccessKeyId', undefined, { details: { AWSAccessKeyId: claim.accessKeyId } })
  if (region !== keys.region)
    throw malformed(`the region '${region}' is wrong; expecting '${keys.region}'`, { Region: keys.region })
  if (service !== 's3') throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`)
}

function payloadOf({ kind, signedHeaders }: Claim, headers: Headers, target: Target): string {
  const header = headers.get('x-amz-content-sha256')
  const counted =
    kind === 'header'
      ? header
      : signedHeaders.includes('x-amz-content-sha256')
        ? header
        : (queryValue(target.query, 'X-Amz-Content-Sha256') ?? unsigned)
  if (counted === undefined)
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  if (counted.startsWith('STREAMING-AWS4-ECDSA')) throw new S3Error('NotImplemented')
  if (!payloadForm.test(counted))
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      { details: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: counted } },
    )
  return counted
}

// S3 takes no header of its own family on trust: an unsigned one could be added to a presigned URL by whoever holds it.
function checkAllSigned(claim: Claim, headers: Headers): void {
  if (!claim.signedHeaders.includes('host'))
    throw claim.kind === 'header'
      ? malformedHeader('the host header must be signed.')
      : malformedQuery('The host header must be signed.')
  const free = claim.kind === 'query' ? ['x-amz-content-sha256', 'x-amz-user-agent'] : ['x-amz-user-agent']
  const loose = [...headers.keys()].filter(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name) && !free.includes(name),
  )
  if (loose.length > 0)
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      details: { HeadersNotSigned: loose.join(', ') },
    })
}

// Clients sign the bytes of a header as UTF-8, and Node reads them as latin1.
function signedForm(value: string): string {
  const utf8 = Buffer.from(value, 'latin1').toString('utf8')
  return (utf8.includes('\ufffd') ? value : utf8).trim().replace(/\s+/g, ' ')
}

const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)

// S3 encodes the decoded path once; clients that leave more of it bare sign it as they send it. Both name the same key.
function pathForms(rawPath: string): string[] {
  const canonical = decodeURIComponent(rawPath).split('/').map(encodeSegment).join('/')
  return canonical === rawPath ? [rawPath] : [canonical, rawPath]
}

// A proxy that ends TLS may put its own name into Host, and then says in X-Forwarded-Host what the client signed.
function hostForms(headers: Headers): string[] {
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]?.trim()
  const host = headers.get('host') ?? ''
  return forwarded && forwarded !== host ? [host, forwarded] : [host]
}

/** What is checked of a request. `headers` are those that were sent, without the hoisted ones. */
export type Candidate = { method: string; target: Target; headers: Headers }

/**
 * Proves a request's signature.
 * @throws {S3Error} AccessDenied, SignatureDoesNotMatch, InvalidAccessKeyId, RequestTimeTooSkewed and S3's others
 */
export async function verify({ method, target, headers }: Candidate, signer: Signer, keys: Keys): Promise<Verified> {
  const claim = readClaim(headers, target.query)
  if (headers.has('x-amz-security-token') || target.query.has('X-Amz-Security-Token')) throw new S3Error('InvalidToken')
  checkScope(claim, keys)
  const payload = payloadOf(claim, headers, target)
  const signing = await signer.signing(claim.date)
  for (const path of pathForms(target.rawPath)) {
    for (const host of hostForms(headers)) {
      const signed = claim.signedHeaders.map(
        (name) => [name, signedForm(name === 'host' ? host : (headers.get(name) ?? ''))] as const,
      )
      const signable: Signable = {
        method,
        path,
        query: target.query,
        headers: Object.fromEntries(signed),
        payloadHash: payload,
      }
      if (!sameSignature(await signer.signature(signable, signing), claim.signature)) continue
      checkAllSigned(claim, headers)
      return { kind: claim.kind, payload, seed: { signature: claim.signature, signing } }
    }
  }
  throw new S3Error('SignatureDoesNotMatch', undefined, { details: { AWSAccessKeyId: claim.accessKeyId } })
}
