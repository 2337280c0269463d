// Faults of the storage and the reads in which they can strike, and what becomes of the file: docs/mirroring.md.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes of the file of each row: several pieces of a read; for a second read, more than the smallest window. */
export const SIZE = 600_000
export const LARGE_SIZE = 8 * 1024 ** 2

/** What a read is answered with: the truth, half of it, or something else. */
export type Answer = 'truth' | 'half' | 'cut' | 503 | 403 | 404 | 412 | 'another length' | 'another range' | 'silence'

export type StorageRow = {
  fault: string
  phase: 'first request' | 'in the middle' | 'on the second read'
  /** Answers in order; the truth from then on. */
  answers: readonly Answer[]
  /** How it ends for the host that the read was for; anything but `done` is a failure at the first try. */
  ends: 'done' | 'failed'
  /** GETs that storage sees. */
  gets: number
  /** Uploads that begin: one, but where a read is given up in its middle. */
  uploads?: number
}

/** A second read is that of a host that is left behind; its first answer comes after that of the first. */
const phases = {
  'first request': (answer: Answer): Answer[] => [answer],
  'in the middle': (answer: Answer): Answer[] => ['half', answer],
  'on the second read': (answer: Answer): Answer[] => ['truth', answer],
}
const before = { 'first request': 0, 'in the middle': 1, 'on the second read': 1 }

/** A read goes on from its byte with a new URL, and no host notices. */
const passing: [fault: string, answer: Answer][] = [
  ['cut before the answer', 'cut'],
  ['cut in the answer', 'half'],
  ['503', 503],
  ['403, the URL has expired', 403],
]

/** No further try can help: the object is another one. */
const final: [fault: string, answer: Answer][] = [
  ['412, the object has changed', 412],
  ['404, the object is gone', 404],
  ['another length than the file has', 'another length'],
]

const names = ['first request', 'in the middle', 'on the second read'] as const

const sixTimes = Array.from({ length: 6 }, (): Answer => 503)

/** A read is given up after six answers without a byte, 7.5 s in all; the transfer is tried again later, and the try does not count. */
const away: StorageRow[] = [
  {
    fault: '503, for longer than a read waits',
    phase: 'first request',
    answers: sixTimes,
    ends: 'done',
    gets: 7,
    uploads: 2,
  },
]

/** Given up after 30 s, which is too long for every run: told with FAULT_TABLE=all. */
export const slowRows: StorageRow[] = [
  { fault: 'no answer', phase: 'first request', answers: ['silence'], ends: 'done', gets: 2 },
  { fault: 'no answer', phase: 'in the middle', answers: ['half', 'silence'], ends: 'done', gets: 3 },
]

export const storageRows: StorageRow[] = names.flatMap((phase) => [
  ...passing.map(([fault, answer]): StorageRow => {
    const answers = phases[phase](answer)
    return { fault, phase, answers, ends: 'done', gets: before[phase] + 2 }
  }),
  ...final.map(([fault, answer]): StorageRow => {
    const answers = phases[phase](answer === 'another length' && phase !== 'first request' ? 'another range' : answer)
    return { fault, phase, answers, ends: 'failed', gets: before[phase] + 1 }
  }),
  ...(phase === 'first request' ? away : []),
])

const xml = (code: string) => `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`
const codes: Record<number, string> = {
  503: 'SlowDown',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  412: 'PreconditionFailed',
}

/** One GET as storage saw it. */
export type SeenGet = { range: string | undefined; ifMatch: string | undefined }

/** Storage that answers reads of some keys as it is told, and all else by itself. */
export class FaultyStorage {
  readonly #plans = new Map<string, { answers: Answer[]; body: Buffer; gets: SeenGet[] }>()

  /** @returns the reads of this object, as they come */
  plan(key: string, answers: readonly Answer[], body: Buffer): SeenGet[] {
    const gets: SeenGet[] = []
    this.#plans.set(key, { answers: [...answers], body, gets })
    return gets
  }

  readonly intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const key = decodeURIComponent(new URL(`http://storage${request.url ?? '/'}`).pathname).replace('/staging/', '')
    const plan = this.#plans.get(key)
    if (!plan || request.method !== 'GET') return false
    const { range, 'if-match': ifMatch } = request.headers
    plan.gets.push({ range, ifMatch })
    const answer = plan.answers.shift() ?? 'truth'
    if (answer === 'truth') return false
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    answerAs(response, answer, { rest: plan.body.subarray(from), from, size: plan.body.length })
    return true
  }
}

type Place = { rest: Buffer; from: number; size: number }

function answerAs(response: ServerResponse, answer: Exclude<Answer, 'truth'>, { rest, from, size }: Place): void {
  switch (answer) {
    case 'silence':
      return
    case 'cut':
      response.destroy()
      return
    case 'half': {
      response.writeHead(from > 0 ? 206 : 200, headersOf(rest.length, from, size))
      response.write(rest.subarray(0, rest.length / 2), () => response.destroy())
      return
    }
    case 'another length':
      response.writeHead(200, headersOf(rest.length - 1, 0, size)).end(rest.subarray(1))
      return
    case 'another range':
      response.writeHead(206, headersOf(rest.length, from, size + 1)).end(rest)
      return
    case 403:
    case 404:
    case 412:
    case 503:
      response.writeHead(answer, { 'content-type': 'application/xml' }).end(xml(codes[answer] ?? 'InternalError'))
  }
}

const headersOf = (length: number, from: number, size: number) => ({
  'content-length': length,
  ...(from > 0 && { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
})
