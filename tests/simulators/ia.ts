// The Internet Archive, simulated: files put into items over its S3, seen on its site once they are ingested.
import type { Exchange } from './exchange.ts'
import type { Operation } from './fault.ts'
import { IaItems } from './ia-items.ts'
import { IaSite } from './ia-site.ts'
import { IaStorage } from './ia-storage.ts'
import { html, json } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { s3Error, xml } from './s3-errors.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type IaOptions = SimulatorOptions & {
  accessKey?: string
  secretKey?: string
  /** In bytes. Default 1 TB. */
  maxFileSize?: number
  /** How long after an upload or a deletion readers see it. Default 0. */
  ingestMs?: number
  /** Items that belong to somebody else. */
  foreignItems?: readonly string[]
  /** Items that were taken down. */
  darkItems?: readonly string[]
  /** How many files are refused with SlowDown before one is taken. Default 0. */
  slowDowns?: number
  /** How many times the check of limits says to wait. Default 0. */
  overLimit?: number
  /** Whether files are sent on to another address first. Default false. */
  redirects?: boolean
}

/** Starts the archive; `env` points `IA_API_URL` and `IA_SITE_URL` at it. */
export const startIa = (options: IaOptions = {}): Promise<Simulator<'ia'>> =>
  startServer((ground) => modelOf(ground, options), options)

/** The path of a file; its name may hold slashes. */
const file = '/:item/(?<name>[^]+)'

function modelOf(ground: Ground, options: IaOptions): HostModel<'ia'> {
  const { accessKey = 'simulated-access', secretKey = 'simulated-secret', darkItems = [], foreignItems = [] } = options
  const items = new IaItems(ground, options.ingestMs ?? 0)
  const site = new IaSite({ items, darkItems, foreignItems })
  const storage = new IaStorage({
    ground,
    items,
    authorization: `LOW ${accessKey}:${secretKey}`,
    foreignItems,
    darkItems,
    maxFileSize: options.maxFileSize ?? 1e12,
    slowDowns: options.slowDowns ?? 0,
    redirects: options.redirects ?? false,
  })
  let overLimit = options.overLimit ?? 0
  const checkLimit: Handler = ({ query }) => {
    const over = overLimit > 0 ? 1 : 0
    overLimit -= over
    return json(200, { bucket: query.get('bucket'), accesskey: query.get('accesskey'), over_limit: over, detail: {} })
  }
  const buckets = storage.withKeys(() =>
    xml(
      200,
      `<ListAllMyBucketsResult><Buckets>${[...items.all.keys()].map(bucket).join('')}</Buckets></ListAllMyBucketsResult>`,
    ),
  )
  return {
    id: 'ia',
    env: {
      IA_API_URL: ground.origin,
      IA_SITE_URL: ground.origin,
      IA_ACCESS_KEY: accessKey,
      IA_SECRET_KEY: secretKey,
    },
    // An upload is answered with nothing; what is stored, the metadata tells.
    faultDefaults: {
      'wrong-size': 'info',
      'wrong-digest': 'info',
      'no-digest': 'info',
      'missing-id': 'info',
      'invalid-json': 'info',
      'truncated-json': 'info',
      'cut-reply': 'info',
      'huge-reply': 'info',
    },
    routes: [
      route('GET', '/', 'account', (exchange) =>
        exchange.query.get('check_limit') === '1' ? checkLimit(exchange) : buckets(exchange),
      ),
      route('GET', '/metadata/:item', 'info', site.metadata),
      route('GET', '/details/:item', 'page', site.details),
      route('GET', `/download${file}`, 'download', site.download),
      route('GET', `/ia600001/items${file}`, 'download', site.bytes),
      route('PUT', file, 'upload', storage.withKeys(storage.put)),
      route('POST', file, 'finish', storage.withKeys(storage.post)),
      route('DELETE', file, 'delete', storage.withKeys(storage.remove)),
      route('GET', file, 'download', storage.get),
      route('PUT', '/:item', 'group', storage.withKeys(storage.makeItem)),
      route(
        'DELETE',
        '/:item',
        'delete',
        storage.withKeys(() => s3Error(405, 'MethodNotAllowed')),
      ),
    ],
    refine: async (exchange, operation) => refined(exchange, operation),
    refusal: iaStatus,
    softError: () => json(200, { error: "Couldn't retrieve metadata, please try again." }),
    replyKeys: { size: ['size'], digest: ['md5', 'sha1', 'crc32'], id: ['name', 'identifier'] },
    groups: () => items.groups(),
    reset() {
      items.all.clear()
      storage.reset()
      overLimit = options.overLimit ?? 0
    },
  }
}

const bucket = (name: string) => `<Bucket><Name>${name}</Name></Bucket>`

/** What the query tells of a request beside its path. */
function refined({ method, query }: Exchange, operation: Operation): Operation {
  if (query.get('check_limit') === '1') return 'limits'
  if (method === 'PUT' && query.has('uploadId')) return 'chunk'
  if (method === 'POST' && query.has('uploads')) return 'node'
  return operation
}

const codes: Partial<Record<number, string>> = {
  400: 'InvalidArgument',
  401: 'InvalidAccessKeyId',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  409: 'OperationAborted',
  429: 'SlowDown',
  500: 'InternalError',
  503: 'SlowDown',
}

const iaStatus = (status: number) => {
  const code = codes[status]
  return code ? s3Error(status, code) : html(status, `<html><body><h1>${status}</h1></body></html>`)
}
