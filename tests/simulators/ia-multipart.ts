// Uploads in parts as S3 has them, on the Internet Archive's side of it: begun, filled, joined or given up.
import { randomUUID } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import { digestFits } from './ia-head.ts'
import { Parts } from './parts.ts'
import type { Received } from './receiver.ts'
import type { Reply } from './reply.ts'
import { empty, s3Error, xml } from './s3-errors.ts'

export class Uploads {
  readonly #open = new Map<string, { target: string; parts: Parts }>()
  readonly #newPath: () => string

  constructor(newPath: () => string) {
    this.#newPath = newPath
  }

  clear(): void {
    this.#open.clear()
  }

  begin(target: string): Reply {
    const id = randomUUID()
    this.#open.set(id, { target, parts: new Parts(this.#newPath) })
    return xml(200, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
  }

  async putPart(exchange: Exchange, uploadId: string): Promise<Reply> {
    const number = Number(exchange.query.get('partNumber'))
    const upload = this.#of(exchange, uploadId)
    if (!upload) return s3Error(404, 'NoSuchUpload')
    if (!Number.isInteger(number) || number < 1 || number > 10_000) return s3Error(400, 'InvalidArgument')
    const part = await upload.parts.put(number, exchange.body())
    return digestFits(exchange.headers, part.md5) ? empty(200, { etag: `"${part.md5}"` }) : s3Error(400, 'BadDigest')
  }

  /** Joins the parts that the body names, which must be all of them, in order and by their ETags. */
  async join(exchange: Exchange): Promise<Received | Reply> {
    const uploadId = exchange.query.get('uploadId') ?? ''
    const upload = this.#of(exchange, uploadId)
    const text = await exchange.text()
    if (!upload) return s3Error(404, 'NoSuchUpload')
    const named = [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => [
      Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
      /<ETag>(?:"|&quot;)?([0-9a-f]{32})(?:"|&quot;)?<\/ETag>/.exec(part)?.[1],
    ])
    const there = upload.parts.ordered.map(({ md5 }, at) => [at + 1, md5])
    if (named.length === 0) return s3Error(400, 'MalformedXML')
    if (!upload.parts.whole || JSON.stringify(named) !== JSON.stringify(there)) return s3Error(400, 'InvalidPart')
    this.#open.delete(uploadId)
    return upload.parts.join()
  }

  abort(uploadId: string): Reply {
    return this.#open.delete(uploadId) ? empty(204) : s3Error(404, 'NoSuchUpload')
  }

  #of({ params }: Exchange, uploadId: string) {
    const upload = this.#open.get(uploadId)
    return upload?.target === `${params['item']}/${params['name']}` ? upload : null
  }
}
