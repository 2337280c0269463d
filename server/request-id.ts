// The number of the request that is being answered: in each of its log lines, and in its answer.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { processWide } from '#server/process-wide.ts'

type Answering = { id: string; isOver: boolean }

const answering = () => processWide('answering', () => new AsyncLocalStorage<Answering>())

/** What proxies make: long enough to be one of a kind, and nothing in it that a log or a header could trip over. */
const sane = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/

/** The number that a proxy before us gave, where it is a sane one, else a new one. */
export const requestIdFrom = (given: string | string[] | undefined): string =>
  typeof given === 'string' && sane.test(given) ? given : randomUUID()

/**
 * Runs `work` as part of the request `id`, and all that it starts, until `over` is called.
 * @param work gets `over`: what a request has set going and goes on after its answer, as a transfer does, is not part of it
 */
export function runWithRequestId<T>(id: string, work: (over: () => void) => T): T {
  const request = { id, isOver: false }
  return answering().run(request, () =>
    work(() => {
      request.isOver = true
    }),
  )
}

/** Undefined outside of requests. */
export function currentRequestId(): string | undefined {
  const request = answering().getStore()
  return request?.isOver === false ? request.id : undefined
}
