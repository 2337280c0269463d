// What a request says of its own signature, in the Authorization header or in a presigned query; nothing of it is proven yet.
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { type Query, queryValue } from '#server/embedded/storage/request/target.ts'
import { allowedSkew, checkSkew, formatAmzDate, parseAmzDate } from './time.ts'

export type Claim = {
  kind: 'header' | 'query'
  accessKeyId: string
  /** `YYYYMMDD/region/service/aws4_request` */
  scope: string
  /** `YYYYMMDDTHHMMSSZ` */
  date: string
  signedHeaders: string[]
  signature: string
}

const algorithm = 'AWS4-HMAC-SHA256'
const credentialForm = 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
const oldMechanism = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'
const longestLife = 7 * 24 * 3600

function splitCredential(credential: string): { accessKeyId: string; scope: string } | undefined {
  const found = /^(.+)\/(\d{8}\/[^/]+\/[^/]+\/aws4_request)$/.exec(credential)
  return found?.[1] && found[2] ? { accessKeyId: found[1], scope: found[2] } : undefined
}

const headerNames = (list: string): string[] =>
  list
    .split(';')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')

function headerDate(headers: Headers): string {
  const amz = headers.get('x-amz-date')
  if (amz !== undefined) return amz
  const time = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(time) ? '' : formatAmzDate(time)
}

/** An error of the Authorization header. */
export const malformedHeader = (what: string, details: Record<string, string> = {}): S3Error =>
  new S3Error('AuthorizationHeaderMalformed', `The authorization header is malformed; ${what}`, { details })

/** An error of a parameter of a presigned URL. */
export const malformedQuery = (sentence: string, details: Record<string, string> = {}): S3Error =>
  new S3Error('AuthorizationQueryParametersError', sentence, { details })

function readFields(authorization: string): Map<string, string> {
  const separator = authorization.search(/[\s,]/)
  const mechanism = separator === -1 ? authorization : authorization.slice(0, separator)
  const older = /^AWS\s+[^:\s]+:\S+$/.test(authorization)
  if (older) throw new S3Error('InvalidRequest', oldMechanism)
  if (mechanism !== algorithm) throw new S3Error('InvalidArgument', 'Unsupported Authorization Type')
  const fields = new Map<string, string>()
  for (const field of authorization.slice(algorithm.length).split(',')) {
    const equals = field.indexOf('=')
    if (equals !== -1) fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim())
  }
  return fields
}

function fromHeader(authorization: string, headers: Headers): Claim {
  const fields = readFields(authorization)
  const required = (name: string): string => {
    const value = fields.get(name)
    if (!value) throw malformedHeader(`missing ${name}.`)
    return value
  }
  const credential = splitCredential(required('Credential'))
  if (!credential) throw malformedHeader(credentialForm)
  const [signedHeaders, signature] = [required('SignedHeaders'), required('Signature')]
  const date = headerDate(headers)
  const time = parseAmzDate(date)
  if (time === undefined)
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header')
  if (!credential.scope.startsWith(date.slice(0, 8)))
    throw malformedHeader('Invalid credential date. Date is not the same as X-Amz-Date.')
  checkSkew(time, date)
  return { kind: 'header', ...credential, date, signedHeaders: headerNames(signedHeaders), signature }
}

function checkLife(time: number, expires: string): void {
  if (!/^-?\d{1,15}$/.test(expires)) throw malformedQuery('X-Amz-Expires should be a number')
  const seconds = Number(expires)
  if (seconds < 0) throw malformedQuery('X-Amz-Expires must be non-negative')
  if (seconds > longestLife)
    throw malformedQuery(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    )
  const now = Date.now()
  if (time > now + allowedSkew) throw new S3Error('AccessDenied', 'Request is not valid yet')
  const end = time + seconds * 1000
  if (now > end)
    throw new S3Error('AccessDenied', 'Request has expired', {
      details: {
        'X-Amz-Expires': seconds,
        Expires: new Date(end).toISOString(),
        ServerTime: new Date(now).toISOString(),
      },
    })
}

function fromQuery(query: Query): Claim {
  const value = (name: string): string => {
    const values = query.get(name) ?? []
    if (values.length !== 1 || !values[0])
      throw malformedQuery(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
    return values[0]
  }
  if (value('X-Amz-Algorithm') !== algorithm) throw malformedQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
  const credential = splitCredential(value('X-Amz-Credential'))
  if (!credential) throw malformedQuery(`Error parsing the X-Amz-Credential parameter; ${credentialForm}`)
  const date = value('X-Amz-Date')
  const time = parseAmzDate(date)
  if (time === undefined) throw malformedQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  if (!credential.scope.startsWith(date.slice(0, 8)))
    throw malformedQuery('Invalid credential date. This date is not the same as X-Amz-Date.')
  checkLife(time, value('X-Amz-Expires'))
  const signedHeaders = headerNames(value('X-Amz-SignedHeaders'))
  return { kind: 'query', ...credential, date, signedHeaders, signature: value('X-Amz-Signature') }
}

/**
 * Reads how a request says it is signed, and checks its times.
 * @throws {S3Error} AccessDenied when it is not signed, has expired or is not valid yet; others when it is malformed
 */
export function readClaim(headers: Headers, query: Query): Claim {
  const authorization = headers.get('authorization')?.trim() || undefined
  const presigned = queryValue(query, 'X-Amz-Algorithm') !== undefined || query.has('X-Amz-Signature')
  if (authorization !== undefined && presigned) throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed')
  if (authorization !== undefined) return fromHeader(authorization, headers)
  if (presigned) return fromQuery(query)
  if (query.has('Signature') && query.has('AWSAccessKeyId')) throw new S3Error('InvalidRequest', oldMechanism)
  throw new S3Error('AccessDenied')
}
