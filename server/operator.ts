// Who may see and do what only the operator may: whoever carries the bearer of CRON_SECRET.
import { createHash, timingSafeEqual } from 'node:crypto'
import { env } from '#server/env.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Whether a request carries `Authorization: Bearer` with CRON_SECRET. */
export function isOperator(headers: Headers): boolean {
  const expected = `Bearer ${env().CRON_SECRET.reveal()}`
  return timingSafeEqual(digest(headers.get('authorization') ?? ''), digest(expected))
}

/** What anyone else is told. */
export const notTheOperator = (): Response =>
  Response.json({ error: 'The bearer is missing or wrong.' }, { status: 401 })
