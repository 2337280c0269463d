// The front of anything that speaks S3: what its requests ask for, and what it sends when it refuses.
import { type FrontOptions, startFront } from '#tests/hosts/peers/front.ts'
import type { Exchange } from '#tests/simulators/exchange.ts'
import type { Operation } from '#tests/simulators/fault.ts'
import type { Reply } from '#tests/simulators/reply.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'

type StorageFrontOptions = Pick<FrontOptions<'storage'>, 'largestBody'> & {
  storageUrl: string
  /** Told in the header of each answer to a PUT, as a storage does that encrypts by itself. */
  encryption?: string
}

/** Starts the front of a storage; what is signed for the front's address stays valid behind it. */
export const startStorageFront = ({
  storageUrl,
  encryption,
  ...options
}: StorageFrontOptions): Promise<Simulator<'storage'>> =>
  startFront({
    ...options,
    id: 'storage',
    peerUrl: storageUrl,
    methods: ['PUT', 'POST', 'GET', 'DELETE'],
    operationOf,
    refusal: s3Refusal,
    told: { size: ['content-length', 'size'], digest: ['etag'], id: [] },
    faultDefaults: { 'wrong-size': 'info' },
    moreHeaders: ({ method }) => (method === 'PUT' && encryption ? { 'x-amz-server-side-encryption': encryption } : {}),
  })

function operationOf({ method, query }: Exchange): Operation {
  if (method === 'PUT') return query.has('partNumber') ? 'chunk' : 'upload'
  if (method === 'POST') return query.has('uploads') ? 'group' : 'finish'
  if (method === 'HEAD') return 'info'
  return method === 'DELETE' ? 'delete' : 'download'
}

const codes: Partial<Record<number, string>> = {
  401: 'AccessDenied',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  413: 'EntityTooLarge',
  500: 'InternalError',
  503: 'SlowDown',
}

const s3Refusal = (status: number): Reply => ({
  status,
  body: {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${codes[status] ?? 'Refused'}</Code></Error>`,
    type: 'application/xml',
  },
})
