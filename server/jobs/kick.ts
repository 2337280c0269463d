// Wakes the worker of this instance: at once when work is queued anywhere, when a wait is over, and from time to time.
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers'
import { request } from 'undici'
import { client } from '#db/connection.ts'
import { env } from '#server/env.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { log } from '#server/log.ts'
import { type JobName, jobNames, readNotice, WORK_QUEUED } from './queue.ts'
import { noteLook } from './queue-health.ts'

/** For work that no notice told of. */
const ROUND_MS = 5_000
/** Beyond it, the rounds are exact enough. */
const LONGEST_WAIT_MS = 600_000
/** A job's time has come a moment after its wait is over by our clock, which may differ from the database's. */
const SLACK_MS = 50

/**
 * Begins to wake the worker behind `POST /api/mirror/run`.
 * @param baseUrl where this process reaches itself; no trailing slash
 */
export async function startKicks(baseUrl: string): Promise<void> {
  const { stopping } = lifecycle()
  const waits = new Set<NodeJS.Timeout>()
  const wanted = new Set<JobName>()
  let underWay = false

  const kick = async (names: readonly JobName[]) => {
    for (const name of names) wanted.add(name)
    if (underWay) return
    underWay = true
    try {
      while (wanted.size > 0 && !stopping.aborted) {
        const now = [...wanted]
        wanted.clear()
        await wake(baseUrl, now, stopping)
      }
    } catch (err) {
      if (!stopping.aborted) log.warn({ err }, 'the worker could not be woken')
    } finally {
      underWay = false
    }
  }
  const kickLater = (names: readonly JobName[], ms: number) => {
    if (ms <= 0) return void kick(names)
    const wait = setTimeout(() => {
      waits.delete(wait)
      void kick(names)
    }, Math.min(ms, LONGEST_WAIT_MS) + SLACK_MS)
    waits.add(wait)
  }

  noteLook()
  const rounds = setInterval(() => void kick(jobNames), ROUND_MS)
  stopping.addEventListener('abort', () => {
    clearInterval(rounds)
    for (const wait of waits) clearTimeout(wait)
  })
  await client().listen(WORK_QUEUED, (payload) => {
    const notice = readNotice(payload)
    kickLater(notice ? [notice.name] : jobNames, notice?.delayMs ?? 0)
  })
  void kick(jobNames)
}

/** Asks for no more than the begin of the work, so that the call ends while files of hours are under way. */
async function wake(baseUrl: string, names: readonly JobName[], signal: AbortSignal): Promise<void> {
  const { statusCode, body } = await request(`${baseUrl}/api/mirror/run`, {
    method: 'POST',
    query: { job: [...names] },
    headers: { authorization: `Bearer ${env().CRON_SECRET.reveal()}`, prefer: 'respond-async' },
    signal,
  })
  await body.dump()
  if (statusCode >= 300) throw new Error(`The worker answered ${statusCode}.`)
}
