// How long something still takes, in the few words that a guess deserves.

/** "about 2 min" of a number of seconds; the longer it takes, the coarser the words. */
export function formatTimeLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return ''
  if (seconds < 10) return 'a few seconds'
  if (seconds < 55) return `about ${Math.round(seconds / 10) * 10} s`
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return `about ${minutes} min`
  const halves = Math.round(seconds / 1800)
  if (halves < 96) return `about ${halves / 2} h`.replace('.5 h', '½ h')
  return 'over 2 days'
}
