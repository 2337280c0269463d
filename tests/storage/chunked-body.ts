// Bodies in S3's `aws-chunked` framing, signed chunk by chunk with nothing of the storage's own code.
import { createHash, createHmac } from 'node:crypto'
import { type Raw, type Signing, sign } from './raw-request.ts'
import { keys } from './running-storage.ts'

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest()

export type Chunked = {
  path: string
  chunks: Buffer[]
  trailers?: Record<string, string>
  headers?: Record<string, string>
  /** Whether each chunk and the trailers are signed. */
  signed: boolean
}

/** The chunks as they go over the wire, each with its signature, and the head of the request; change them before you join them. */
export type Framed = { head: Raw & { headers: Record<string, string> }; frames: Buffer[]; end: Buffer }

const total = (chunks: readonly Buffer[]): number => chunks.reduce((sum, { length }) => sum + length, 0)

const payloadWord = ({ signed, trailers }: Chunked): string =>
  `STREAMING-${signed ? 'AWS4-HMAC-SHA256-PAYLOAD' : 'UNSIGNED-PAYLOAD'}${trailers ? '-TRAILER' : ''}`

/** Frames and signs a body. */
export async function frame(port: number, wanted: Chunked, signing: Signing = {}): Promise<Framed> {
  const { chunks, trailers, signed, path } = wanted
  const head = await sign(
    port,
    {
      method: 'PUT',
      path,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': payloadWord(wanted),
        'x-amz-decoded-content-length': String(total(chunks)),
        ...(trailers && { 'x-amz-trailer': Object.keys(trailers).join(',') }),
        ...wanted.headers,
      },
    },
    signing,
  )
  const date = head.headers['x-amz-date'] ?? ''
  const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`
  const key = scope
    .split('/')
    .reduce<Buffer | string>((parent, part) => hmac(parent, part), `AWS4${keys.secretAccessKey}`)
  let previous = /Signature=([0-9a-f]+)/.exec(head.headers['authorization'] ?? '')?.[1] ?? ''
  const next = (kind: string, ...hashes: string[]): string => {
    previous = hmac(key, [`AWS4-HMAC-SHA256-${kind}`, date, scope, previous, ...hashes].join('\n')).toString('hex')
    return previous
  }
  const frames = [...chunks, Buffer.alloc(0)].map((chunk) => {
    const extension = signed ? `;chunk-signature=${next('PAYLOAD', sha256(''), sha256(chunk))}` : ''
    const line = Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`)
    return Buffer.concat([line, chunk, Buffer.from(chunk.length > 0 ? '\r\n' : '')])
  })
  const lines = Object.entries(trailers ?? {}).map(([name, value]) => `${name}:${value}`)
  const canonical = lines.map((line) => `${line}\n`).join('')
  if (signed && trailers) lines.push(`x-amz-trailer-signature:${next('TRAILER', sha256(canonical))}`)
  const end = Buffer.from(lines.map((line) => `${line}\r\n`).join('') + '\r\n')
  return { head, frames, end }
}

/** The request that carries these frames; its Content-Length is what they come to. */
export function joined({ head, frames, end }: Framed): Raw {
  const body = Buffer.concat([...frames, end])
  return { ...head, body, headers: { ...head.headers, 'content-length': String(body.length) } }
}
