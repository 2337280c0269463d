// What browsers ask before a request, and what they are told beside its answer; neither needs a signature.
import type { ServerResponse } from 'node:http'
import { findBucket } from '#server/embedded/storage/data/buckets.ts'
import type { Database } from '#server/embedded/storage/data/database.ts'
import { S3Error } from '#server/embedded/storage/errors.ts'
import type { Headers } from '#server/embedded/storage/request/headers.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { corsHeaders, matchRule, parseRules } from './cors-rules.ts'

type Asked = { bucket: string; headers: Headers; response: ServerResponse }

const forbidden = (sentence: string) => new S3Error('AccessForbidden', `CORSResponse: ${sentence}`)

/**
 * Answers an OPTIONS request.
 * @throws {S3Error} BadRequest, AccessForbidden
 */
export function preflight(database: Database, { bucket, headers, response }: Asked): void {
  const origin = headers.get('origin')
  const method = headers.get('access-control-request-method')
  if (!origin) throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.')
  if (!method) throw new S3Error('BadRequest', 'Invalid Access-Control-Request-Method: null')
  const cors = findBucket(database, bucket)?.cors
  if (cors === undefined) throw forbidden('CORS is not enabled for this bucket.')
  const wanted = (headers.get('access-control-request-headers') ?? '').split(',').flatMap((name) => name.trim() || [])
  const asked = { origin, method, headers: wanted }
  const rule = matchRule(parseRules(cors), asked)
  if (!rule)
    throw forbidden(
      "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    )
  sendEmpty(response, { headers: corsHeaders(rule, asked) })
}

/** Sets the CORS headers of an answer, errors included, when the bucket has a rule for the request. */
export function exposeToOrigin(database: Database, { bucket, headers, response }: Asked, method: string): void {
  const origin = headers.get('origin')
  const cors = origin === undefined ? undefined : findBucket(database, bucket)?.cors
  if (origin === undefined || cors === undefined) return
  const asked = { origin, method, headers: [] }
  const rule = matchRule(parseRules(cors), asked)
  if (!rule) return
  for (const [name, value] of Object.entries(corsHeaders(rule, asked))) response.setHeader(name, value)
}
