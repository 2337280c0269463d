// Requests put together by hand, to send what no client would.
import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from '@aws-crypto/sha256-js'
import { keys } from './running-storage.ts'

export type Raw = {
  method: string
  /** With the query, as it goes over the wire. */
  path: string
  headers?: Record<string, string>
  body?: Buffer | string
}

export type Reply = { status: number; headers: IncomingHttpHeaders; text: string; code: string | undefined }

/** Sends a request as it is. */
export function send(port: number, { method, path, headers = {}, body }: Raw): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1]
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code })
      })
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

export type Signing = { date?: Date; accessKeyId?: string; secretAccessKey?: string; region?: string }

/** The same request with an Authorization header over all of its headers. */
export async function sign(
  port: number,
  raw: Raw,
  signing: Signing = {},
): Promise<Raw & { headers: Record<string, string> }> {
  const { date = new Date(), accessKeyId = keys.accessKeyId, secretAccessKey = keys.secretAccessKey } = signing
  const signer = new SignatureV4({
    service: 's3',
    region: signing.region ?? 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false,
  })
  const [path = '', query = ''] = raw.path.split('?')
  const bag: Record<string, string> = {}
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const [name = '', value = ''] = pair.split('=')
    bag[decodeURIComponent(name)] = decodeURIComponent(value)
  }
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    'x-amz-content-sha256': createHash('sha256')
      .update(raw.body ?? '')
      .digest('hex'),
    ...raw.headers,
  }
  const request = { method: raw.method, protocol: 'http:', hostname: '127.0.0.1', path, query: bag, headers }
  const signed = await signer.sign(request, { signingDate: date })
  return { ...raw, headers: signed.headers }
}

/** Signs and sends. */
export const sendSigned = async (port: number, raw: Raw, signing: Signing = {}): Promise<Reply> =>
  send(port, await sign(port, raw, signing))

/**
 * Writes bytes to a connection and gives what came back before its end.
 * @param end whether our side of the connection ends behind the bytes; else the server has to end it
 */
export function sendBytes(port: number, bytes: Buffer | string, { end = true } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      if (end) socket.end(bytes)
      else socket.write(bytes)
    })
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')))
    socket.on('error', reject)
  })
}

/** A request in the form that goes over the wire. */
export function toBytes({ method, path, headers = {}, body }: Raw): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), Buffer.from(body ?? '')])
}
