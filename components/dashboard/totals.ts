// The sums at the bottom of the page, in words.
import { formatBytes, formatRate } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import { formatTimeLeft } from '#components/format/time-left.ts'
import { isOver, type LiveView } from '#components/mirror/mirror-view.ts'
import type { Pace } from '#components/mirror/use-host-rates.ts'
import type { UploadsView } from '#components/upload/upload-session.ts'

/** A sentence, and the figures to it. */
export type Totals = { what: string; pace: string }

const figures = (rate: number | null, secondsLeft: number | null): string =>
  [rate === null ? '' : formatRate(rate), secondsLeft === null ? '' : formatTimeLeft(secondsLeft)]
    .filter(Boolean)
    .join(' · ')

/** Where the upload as a whole stands. */
export function uploadTotals(uploads: UploadsView, online = true): Totals {
  const { files, bytes, sent, rate, secondsLeft, settled } = uploads
  const failed = files.filter((file) => file.state === 'failed').length
  const paused = files.filter((file) => file.state === 'paused').length
  const kept = files.filter((file) => file.state !== 'cancelled')
  if (kept.length === 0) return { what: 'Every file was cancelled.', pace: '' }
  if (!settled && !online) return { what: 'No connection', pace: 'The upload goes on by itself once there is one.' }
  if (!settled)
    return {
      what: `Uploading, ${formatBytes(sent)} of ${formatBytes(bytes)}`,
      pace: figures(rate, secondsLeft) || 'Starting',
    }
  if (failed > 0)
    return { what: `${count(failed, 'file')} could not be uploaded.`, pace: 'The others are not affected.' }
  if (paused > 0) return { what: `${count(paused, 'file')} paused`, pace: `${formatBytes(bytes - sent)} to go` }
  return { what: `${count(kept.length, 'file')} uploaded`, pace: 'Choose where they go next.' }
}

/** Where the mirroring as a whole stands: bytes over all hosts, and the time of the one that takes longest. */
export function mirrorTotals(live: LiveView, paces: ReadonlyMap<string, Pace>): Totals {
  if (isOver(live.status)) {
    const done = live.links.filter((link) => link.status === 'done').length
    return {
      what: `${done} of ${count(live.links.length, 'host')} took the files`,
      pace: done > 0 ? 'The share page has every link.' : '',
    }
  }
  const going = live.links.filter((link) => link.status !== 'failed' && link.status !== 'cancelled')
  const sent = going.reduce((sum, link) => sum + link.bytesSent, 0)
  const bytes = going.reduce((sum, link) => sum + link.bytesTotal, 0)
  const known = [...paces.values()]
  const rates = known.flatMap(({ rate }) => (rate === null ? [] : [rate]))
  const times = known.flatMap(({ secondsLeft }) => (secondsLeft === null ? [] : [secondsLeft]))
  return {
    what: `Sending, ${formatBytes(sent)} of ${formatBytes(bytes)}`,
    pace: figures(
      rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
      times.length === 0 ? null : Math.max(...times),
    ),
  }
}
