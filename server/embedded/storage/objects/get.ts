// GetObject and HeadObject.
import { checksumHeader } from '#server/embedded/storage/body/checksums.ts'
import { requireObject } from '#server/embedded/storage/data/objects.ts'
import { piecesOf } from '#server/embedded/storage/data/pieces.ts'
import { listParts, partRange } from '#server/embedded/storage/data/uploads.ts'
import type { Stored } from '#server/embedded/storage/data/stored.ts'
import { invalidArgument, S3Error } from '#server/embedded/storage/errors.ts'
import type { Call, Operation } from '#server/embedded/storage/request/call.ts'
import { headerBytes } from '#server/embedded/storage/request/headers.ts'
import { sendEmpty } from '#server/embedded/storage/request/respond.ts'
import { queryValue } from '#server/embedded/storage/request/target.ts'
import { checkReadable } from './conditions.ts'
import { parseRange, type Range } from './range.ts'
import { sendPieces } from './send.ts'

const overrides = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
]

type Selection = { range: Range | undefined; part: number | undefined }

function select({ headers, target, database }: Call, object: Stored): Selection {
  const number = queryValue(target.query, 'partNumber')
  const header = headers.get('range')
  if (number === undefined) {
    const condition = headers.get('if-range')
    const current = condition === undefined || condition === `"${object.etag}"`
    return { range: current ? parseRange(header, object.size) : undefined, part: undefined }
  }
  if (header !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter')
  if (!/^\d{1,5}$/.test(number) || Number(number) < 1 || Number(number) > 10_000)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', number)
  return { range: partRange(database, object, Number(number)), part: Number(number) }
}

function describe(call: Call, object: Stored): Record<string, string> {
  const described: Record<string, string> = {
    ETag: `"${object.etag}"`,
    'Last-Modified': new Date(object.modified).toUTCString(),
    'Accept-Ranges': 'bytes',
    ...object.headers,
  }
  for (const [name, value] of Object.entries(object.metadata)) described[`x-amz-meta-${name}`] = value
  const tags = Object.keys(object.tags).length
  if (tags > 0) described['x-amz-tagging-count'] = String(tags)
  for (const name of overrides) {
    const value = queryValue(call.target.query, `response-${name}`)
    if (value !== undefined) described[name] = headerBytes(`response-${name}`, value)
  }
  return described
}

// A checksum of the whole says nothing of a range, so S3 leaves it out there; one part has its own.
function describeChecksum(
  { headers, database }: Call,
  object: Stored,
  { range, part }: Selection,
): Record<string, string> {
  const { checksum, version, parts } = object
  if (!checksum || headers.get('x-amz-checksum-mode')?.toUpperCase() !== 'ENABLED') return {}
  if (range && part === undefined) return {}
  const ofPart = part !== undefined && parts !== undefined
  const value = ofPart ? listParts(database, version, { after: part - 1, limit: 1 })[0]?.checksum : checksum.value
  return value === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: value, 'x-amz-checksum-type': checksum.type }
}

function prepare(call: Call): { object: Stored; range: Range; status: number } {
  const { response, target } = call
  const object = requireObject(call.database, target.bucket, target.key)
  checkReadable(call.headers, object)
  const selection = select(call, object)
  const { range, part } = selection
  const answered = range ?? { from: 0, to: object.size }
  const described = { ...describe(call, object), ...describeChecksum(call, object, selection) }
  for (const [name, value] of Object.entries(described)) response.setHeader(name, value)
  if (part !== undefined && object.parts !== undefined) response.setHeader('x-amz-mp-parts-count', object.parts)
  if (range && range.to > range.from)
    response.setHeader('Content-Range', `bytes ${range.from}-${range.to - 1}/${object.size}`)
  response.setHeader('Content-Length', answered.to - answered.from)
  return { object, range: answered, status: range && range.to > range.from ? 206 : 200 }
}

export const headObject: Operation = async (call) => {
  const { status } = prepare(call)
  call.response.writeHead(status).end()
}

export const getObject: Operation = async (call) => {
  const { response, files, onRead, target } = call
  const { object, range, status } = prepare(call)
  if (range.to === range.from) {
    onRead({ bucket: target.bucket, key: target.key, bytes: 0 })
    return sendEmpty(response, { status })
  }
  const pieces = piecesOf(call.database, object.version, range)
  const held = pieces.map(({ file }) => file)
  // No await since the object was looked up: its files cannot have gone in between, and the pins keep them now.
  files.pin(held)
  try {
    response.writeHead(status)
    const bytes = await sendPieces(files, pieces, response)
    onRead({ bucket: target.bucket, key: target.key, bytes })
  } finally {
    files.release(held)
  }
}
