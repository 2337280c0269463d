// How many requests carry bytes at once, over all files of the page, and who is next: neither many small files nor a huge one keep
// the other from moving.

/** A whole file in one request, or one part of a large file. */
export type Cargo = 'whole' | 'part'

export type Connections = {
  /** Runs `task` when a connection is free; a signal that fires before then takes it out of the line. */
  take<T>(cargo: Cargo, task: () => Promise<T>, signal: AbortSignal): Promise<T>
}

// Browsers open six to one origin over HTTP/1.1; two stay free for the product's own calls.
const MOST = 4

type Place = { turn: number; begin: () => void }

const rivals: Record<Cargo, Cargo> = { whole: 'part', part: 'whole' }
const cargoes = ['whole', 'part'] as const

/** Whoever has waited longest goes next, but one connection is left to each kind of cargo as long as there is some of it. */
export function createConnections(): Connections {
  const waiting: Record<Cargo, Place[]> = { whole: [], part: [] }
  const running: Record<Cargo, number> = { whole: 0, part: 0 }
  let turns = 0
  let called = false

  const mayBegin = (cargo: Cargo): boolean => {
    const rival = rivals[cargo]
    const shared = running[rival] > 0 || waiting[rival].length > 0
    return running.whole + running.part < MOST && (!shared || running[cargo] < MOST - 1)
  }
  const turnOf = (cargo: Cargo): number => waiting[cargo][0]?.turn ?? Infinity
  const callNext = () => {
    called = false
    for (;;) {
      const [next] = cargoes.filter(mayBegin).toSorted((a, b) => turnOf(a) - turnOf(b))
      const place = next && waiting[next].shift()
      if (!place) return
      place.begin()
    }
  }
  // Not at once: files of one drop line up in one turn, and the first of them must not take all before the others are seen.
  const callSoon = () => {
    if (!called) queueMicrotask(callNext)
    called = true
  }
  const lineUp = (cargo: Cargo, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        waiting[cargo].splice(waiting[cargo].indexOf(place), 1)
        reject(signal.reason)
        callSoon()
      }
      const begin = () => {
        signal.removeEventListener('abort', leave)
        running[cargo] += 1
        resolve()
      }
      turns += 1
      const place: Place = { turn: turns, begin }
      waiting[cargo].push(place)
      signal.addEventListener('abort', leave, { once: true })
      callSoon()
    })

  return {
    async take(cargo, task, signal) {
      signal.throwIfAborted()
      await lineUp(cargo, signal)
      try {
        return await task()
      } finally {
        running[cargo] -= 1
        callSoon()
      }
    },
  }
}
