// When a host is asked about a copy again, and what its answer means together with what was known before.
import type { LinkState } from '#db/schema/states.ts'
import type { DueCopy, Word } from '#server/queries/system/link-checks.ts'

const HOUR_MS = 3600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** A copy is lost soon after its upload or late, so it is asked about after an hour, a day and three, and every week from then on. */
function afterAlive(ageMs: number): number {
  if (ageMs < DAY_MS / 2) return DAY_MS
  return ageMs < 2 * DAY_MS ? 3 * DAY_MS : WEEK_MS
}

/** As long as nothing definite was heard already, which doubles the wait each time. */
const afterUnknown = (silentMs: number): number => Math.min(Math.max(silentMs, 6 * HOUR_MS), WEEK_MS)

/**
 * What follows from an answer.
 *
 * `dead` is believed at once: an adapter says it for the host's documented not-found answer only, and a link that leads nowhere is
 * worse for who follows it than a mark that is taken back. It is asked about once more an hour later, so that the word of a host
 * that had lost sight of its files for a moment heals soon, and every week from then on.
 * `unknown` makes nothing that was dead alive, and says nothing about when the copy was seen last.
 */
export function wordOf(
  said: LinkState,
  { linkState, ageMs, silentMs }: Omit<DueCopy, 'id' | 'mirrorId' | 'host' | 'copy' | 'accountId'>,
): Word {
  switch (said) {
    case 'alive':
      return { said, linkState: said, againMs: afterAlive(ageMs) }
    case 'dead':
      return { said, linkState: said, againMs: linkState === 'dead' ? WEEK_MS : HOUR_MS }
    case 'unknown':
      return { said, linkState: linkState === 'dead' ? 'dead' : 'unknown', againMs: afterUnknown(silentMs) }
  }
}
