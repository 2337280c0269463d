// A server that files are fetched from, with every way to be slow, cut, wrong or elsewhere that tests ask for.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { whenFileEnds } from '#tests/support/cleanup.ts'

export type SourceFile = {
  body: Buffer
  headers?: Record<string, string>
  /** The state of the file as the server calls it; null: it tells none, and knows no ranges. */
  etag?: string | null
  /** Instead of a file. */
  answer?: (request: IncomingMessage, response: ServerResponse) => void
  /** HEAD is answered with this. */
  headStatus?: number
  /** Bytes that HEAD says there are, where that is a lie. */
  said?: number
  /** Bytes after which a body is broken off, for one answer each, in their order. */
  cuts?: number[]
  /** The same, but with nothing more after them on a connection that stays. */
  silences?: number[]
  /** Whether bodies come with no length. */
  unmeasured?: boolean
  /** Milliseconds between pieces of a body. */
  pauseMs?: number
}

export type Asked = {
  method: string
  path: string
  range: string | null
  headers: IncomingMessage['headers']
  sent: number
}

export type Source = {
  url: string
  port: number
  asked: Asked[]
  put(path: string, file: SourceFile): string
}

const PIECE = 256 * 1024

export const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex')

/** Starts one that ends with the test file. @param address of this machine, to listen on */
export async function startSource(address = '127.0.0.1'): Promise<Source> {
  const files = new Map<string, SourceFile>()
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const one: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      range: request.headers.range ?? null,
      headers: request.headers,
      sent: 0,
    }
    asked.push(one)
    const file = files.get(new URL(request.url ?? '/', 'http://source').pathname)
    if (!file) return void response.writeHead(404).end()
    if (file.answer) return file.answer(request, response)
    response.on('error', () => undefined)
    void answer(file, { request, response, one })
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  whenFileEnds(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('A server that listens has a port.')
  const url = `http://${address}:${at.port}`
  const put = (path: string, file: SourceFile) => {
    files.set(new URL(path, url).pathname, file)
    return `${url}${path}`
  }
  return { url, port: at.port, asked, put }
}

type Answering = { request: IncomingMessage; response: ServerResponse; one: Asked }

async function answer(file: SourceFile, { request, response, one }: Answering): Promise<void> {
  const { body, etag = '"one"', headers = {} } = file
  const range = etag === null ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
  const from = range && isSame ? Number(range[1]) : 0
  const to = range && isSame && range[2] ? Number(range[2]) + 1 : body.length
  const isPart = range !== null && isSame
  const status = request.method === 'HEAD' ? (file.headStatus ?? 200) : isPart ? 206 : 200
  response.writeHead(status, {
    ...((request.method === 'HEAD' || !file.unmeasured) && { 'content-length': lengthOf(file, request, to - from) }),
    ...(etag !== null && { etag }),
    ...(isPart && { 'content-range': `bytes ${from}-${to - 1}/${body.length}` }),
    ...headers,
  })
  if (request.method === 'HEAD') return void response.end()
  const isWhole = to - from > 1
  const cut = isWhole ? file.cuts?.shift() : undefined
  const silence = isWhole ? file.silences?.shift() : undefined
  const end = Math.min(to, from + (cut ?? Infinity), from + (silence ?? Infinity))
  for (let at = from; at < end && !response.destroyed; at += PIECE) {
    const piece = body.subarray(at, Math.min(end, at + PIECE))
    one.sent += piece.length
    if (!response.write(piece)) await drained(response)
    if (file.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, file.pauseMs))
  }
  if (cut !== undefined) return void response.destroy()
  if (end === to) response.end()
}

const lengthOf = ({ said }: SourceFile, { method }: IncomingMessage, bytes: number): number =>
  method === 'HEAD' && said !== undefined ? said : bytes

/** Resolves when more can be written, or nobody listens any more. */
const drained = (response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
