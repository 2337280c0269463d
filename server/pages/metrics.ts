// What Prometheus reads of this instance, for who carries the operator's bearer.
import { database } from '#db/connection.ts'
import { log } from '#server/log.ts'
import { exposeMetrics, type Now } from '#server/metrics.ts'
import { isOperator, notTheOperator } from '#server/operator.ts'
import { listPauses } from '#server/queries/host-pauses.ts'
import { countUnfinished } from '#server/queries/transfer-counts.ts'

/** Answers without the numbers of the database when that is down: the rest is what an operator then needs. */
export async function answerMetrics(headers: Headers): Promise<Response> {
  if (!isOperator(headers)) return notTheOperator()
  const now = await readNow().catch((err: unknown) => {
    log.warn({ err }, 'the transfers could not be counted')
    return null
  })
  const { contentType, text } = await exposeMetrics(now)
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
}

async function readNow(): Promise<Now> {
  const [waiting, pauses] = await Promise.all([countUnfinished(database()), listPauses(database())])
  return { waiting, paused: [...pauses.keys()] }
}
