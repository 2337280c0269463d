// Whether the server answers. Whoever meets silence says so here; then it is asked until it answers again.

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
const PATIENCE_MS = 10_000

let silent = false
let asking = false
const listeners = new Set<() => void>()

export const isSilent = (): boolean => silent

/** @returns what ends it */
export function onAnswersChange(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

/** To be called when a call got no answer: one lost answer alone proves nothing, so the server is asked before anything is said. */
export function noteSilence(): void {
  if (asking) return
  asking = true
  void untilItAnswers().finally(() => {
    asking = false
  })
}

async function untilItAnswers(): Promise<void> {
  for (let wait = FIRST_WAIT_MS; !(await answers()); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    setSilent(true)
    await timeOrNetwork(wait)
  }
  setSilent(false)
}

function setSilent(now: boolean): void {
  if (silent === now) return
  silent = now
  for (const changed of listeners) changed()
}

/** An instance of which a part is down answers all the same; what a proxy says in its place is a page. */
async function answers(): Promise<boolean> {
  try {
    const answer = await fetch('/api/health-check', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    return answer.headers.get('content-type')?.includes('json') === true
  } catch {
    return false
  }
}

/** Waits no longer than until the network is back. */
const timeOrNetwork = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
  })
