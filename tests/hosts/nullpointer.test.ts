// The adapter for 0x0 against the simulated 0x0.
import type { HostHttp } from '#server/hosts/http.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { nullpointerKind } from '#server/hosts/nullpointer.ts'
import { startNullpointer } from '#tests/simulators/nullpointer.ts'
import { describeHost } from './describe-host.ts'
import { benchOf } from './suite/simulated.ts'
import { testSource } from './suite/test-source.ts'

/** The server counts the whole form, so that the limit of a file is lower by what stands around it. */
const around = () => {
  const body = multipartBody([['secret', '']], filePart('file', testSource({ size: 1 })))
  return body.length - 1
}

const adapterAt = (url: string, http: HostHttp) =>
  nullpointerKind.read({ id: 'pointer', kind: 'nullpointer', name: 'A null pointer', url }).open(http)

describeHost({
  title: '0x0',
  quote: '%22',
  lacks: {
    digest: 'no digest is told',
    find: 'the server knows files by their digest, so that sending one again gives the same copy',
    account: 'there are none',
    group: 'there are no albums',
  },
  async start(kind) {
    const simulator = await startNullpointer(kind === 'small' ? { maxFileSize: 3_000_000 + around() } : {})
    return benchOf(simulator, {
      limit: kind === 'small' ? 3_000_000 : null,
      seams: [64 * 1024],
      secrets: [],
      adapterAt,
    })
  },
})
