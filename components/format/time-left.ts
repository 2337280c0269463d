// How long something still takes, as coarse as a guess deserves.

type Unit = 'few' | 'seconds' | 'minutes' | 'hours' | 'long'

/** A key of the messages `common.timeLeft`, and the figure in it as it is read. */
export type TimeLeft = { unit: Unit; count: string }

/** The longer it takes, the coarser; null where nobody can tell. */
export function timeLeftOf(seconds: number): TimeLeft | null {
  if (!Number.isFinite(seconds) || seconds < 0) return null
  if (seconds < 10) return { unit: 'few', count: '' }
  if (seconds < 55) return { unit: 'seconds', count: String(Math.round(seconds / 10) * 10) }
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return { unit: 'minutes', count: String(minutes) }
  const halves = Math.round(seconds / 1800)
  if (halves < 96) return { unit: 'hours', count: String(halves / 2).replace('.5', '½') }
  return { unit: 'long', count: '' }
}
