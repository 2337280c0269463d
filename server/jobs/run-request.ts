// The call that makes this instance work, and how long it takes.
import { z } from 'zod'
import { env } from '#server/env.ts'
import { isOperator, notTheOperator } from '#server/operator.ts'
import { jobNames } from './queue.ts'
import { worker } from './worker.ts'

const kinds = z.array(z.enum(jobNames))

/** Milliseconds after which a call is answered although files are still under way; those go on. */
const BUDGET_MS = 240_000

/**
 * Claims queued work and streams it until none is left or the budget ends. With `Prefer: respond-async` (RFC 7240) it is
 * answered once the work has begun, and `job`, as often as wanted, names the kinds of job that are to be looked for.
 */
export async function runWork({ headers, url }: Request): Promise<Response> {
  if (!isOperator(headers)) return notTheOperator()
  if (env().MIRROR_WORKER === 'off')
    return Response.json({ error: 'This instance does not mirror: MIRROR_WORKER is off.' }, { status: 503 })
  if (/\brespond-async\b/.test(headers.get('prefer') ?? '')) {
    const { data: names } = kinds.safeParse(new URL(url).searchParams.getAll('job'))
    if (!names) return Response.json({ error: 'There is no such kind of job.' }, { status: 400 })
    await worker().fill(names.length > 0 ? names : jobNames)
    return Response.json({ status: 'begun' }, { status: 202 })
  }
  await worker().drain(BUDGET_MS)
  return Response.json({ status: 'done' })
}
