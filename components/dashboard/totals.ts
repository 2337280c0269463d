// The sums at the bottom of the page, in words.
import { count } from '#components/format/plural.ts'
import type { Format } from '#components/format/use-format.ts'
import { isOver, type LiveView } from '#components/mirror/mirror-view.ts'
import type { Pace } from '#components/mirror/use-host-rates.ts'
import type { UploadsView } from '#components/upload/upload-session.ts'

/** A sentence, and the figures to it. */
export type Totals = { what: string; pace: string }

const figures = (format: Format, { rate, secondsLeft }: Pace): string =>
  [rate === null ? '' : format.rate(rate), secondsLeft === null ? '' : format.timeLeft(secondsLeft)]
    .filter(Boolean)
    .join(' · ')

/** Where the upload as a whole stands. */
export function uploadTotals(format: Format, uploads: UploadsView, online = true): Totals {
  const { files, bytes, sent, rate, secondsLeft, settled } = uploads
  const failed = files.filter((file) => file.state === 'failed').length
  const paused = files.filter((file) => file.state === 'paused').length
  const kept = files.filter((file) => file.state !== 'cancelled')
  if (kept.length === 0) return { what: 'Every file was cancelled.', pace: '' }
  if (!settled && !online) return { what: 'No connection', pace: 'The upload goes on by itself once there is one.' }
  if (!settled)
    return {
      what: `Uploading, ${format.bytes(sent)} of ${format.bytes(bytes)}`,
      pace: figures(format, { rate, secondsLeft }) || 'Starting',
    }
  if (failed > 0)
    return { what: `${count(failed, 'file')} could not be uploaded.`, pace: 'The others are not affected.' }
  if (paused > 0) return { what: `${count(paused, 'file')} paused`, pace: `${format.bytes(bytes - sent)} to go` }
  return { what: `${count(kept.length, 'file')} uploaded`, pace: 'Choose where they go next.' }
}

/** Where the mirroring as a whole stands: bytes over all hosts, and the time of the one that takes longest. */
export function mirrorTotals(format: Format, live: LiveView, paces: ReadonlyMap<string, Pace>): Totals {
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
    what: `Sending, ${format.bytes(sent)} of ${format.bytes(bytes)}`,
    pace: figures(format, {
      rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
      secondsLeft: times.length === 0 ? null : Math.max(...times),
    }),
  }
}
