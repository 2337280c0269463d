// What Prometheus reads of this instance, for who carries the operator's bearer.
import { database } from '#db/connection.ts'
import { log } from '#server/log.ts'
import { exposeMetrics } from '#server/metrics.ts'
import { isOperator, notTheOperator } from '#server/operator.ts'
import { countUnfinished } from '#server/queries/transfer-counts.ts'

/** Answers without the numbers of the database when that is down: the rest is what an operator then needs. */
export async function answerMetrics(headers: Headers): Promise<Response> {
  if (!isOperator(headers)) return notTheOperator()
  const unfinished = await countUnfinished(database()).catch((err: unknown) => {
    log.warn({ err }, 'the transfers could not be counted')
    return null
  })
  const { contentType, text } = await exposeMetrics(unfinished)
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
}
