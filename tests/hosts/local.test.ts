// The host `local` against the embedded storage, through the storage functions of the product.
import { beforeAll } from 'vitest'
import { describeHost } from './describe-host.ts'
import { type LocalBench, startLocal } from './suite/local-bench.ts'

const MiB = 1024 ** 2
let benchOf: Awaited<ReturnType<typeof startLocal>>
beforeAll(async () => {
  benchOf = await startLocal()
})

const start = async (kind: 'usual' | 'small'): Promise<LocalBench['bench']> =>
  benchOf(kind === 'small' ? { singlePutLimit: 3 * MiB, partSize: 5 * MiB } : {}).bench

describeHost({
  title: 'This server',
  quote: '"',
  lacks: {
    limit: 'S3 takes objects up to 5 TiB',
    name: 'keys are made of ids, and the name is given at the download',
    reply: 'storage tells an ETag in a header, and the size at a look',
    account: 'it is this server',
    group: 'the page of the mirror lists the files already',
  },
  start,
})
