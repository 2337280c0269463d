// The sums at the bottom of the page, in words.
import { useTranslations } from 'next-intl'
import { type Format, useFormat } from '#components/format/use-format.ts'
import { isOver, type LiveView } from '#components/mirror/mirror-view.ts'
import type { Pace } from '#components/mirror/use-host-rates.ts'
import type { UploadsView } from '#components/upload/upload-session.ts'

/** A sentence, and the figures to it. */
export type Totals = { what: string; pace: string }

type Speech = { t: ReturnType<typeof useTranslations<'picker.totals'>>; format: Format }

const figures = (format: Format, { rate, secondsLeft }: Pace): string =>
  [rate === null ? '' : format.rate(rate), secondsLeft === null ? '' : format.timeLeft(secondsLeft)]
    .filter(Boolean)
    .join(' · ')

const wordsOf = {
  browser: { going: 'uploading', goesOn: 'goesOn', failed: 'notUploaded', done: 'uploaded' },
  server: { going: 'fetching', goesOn: 'serverGoesOn', failed: 'notFetched', done: 'fetched' },
} as const

/** Where the upload as a whole stands. */
function uploadTotals({ t, format }: Speech, uploads: UploadsView, online: boolean): Totals {
  const { by, files, bytes, sent, rate, secondsLeft, settled } = uploads
  const words = wordsOf[by]
  const failed = files.filter((file) => file.state === 'failed').length
  const paused = files.filter((file) => file.state === 'paused').length
  const kept = files.filter((file) => file.state !== 'cancelled')
  if (kept.length === 0) return { what: t('allCancelled'), pace: '' }
  if (!settled && !online) return { what: t('offline'), pace: t(words.goesOn) }
  if (!settled)
    return {
      what: t(words.going, { sent: format.bytes(sent), bytes: format.bytes(bytes) }),
      pace: figures(format, { rate, secondsLeft }) || t('starting'),
    }
  if (failed > 0) return { what: t(words.failed, { count: failed }), pace: t('othersFine') }
  if (paused > 0)
    return { what: t('paused', { count: paused }), pace: t('toGo', { bytes: format.bytes(bytes - sent) }) }
  return { what: t(words.done, { count: kept.length }), pace: t('chooseNext') }
}

/** Where the mirroring as a whole stands: bytes over all hosts, and the time of the one that takes longest. */
function mirrorTotals({ t, format }: Speech, live: LiveView, paces: ReadonlyMap<string, Pace>): Totals {
  if (isOver(live.status)) {
    const done = live.links.filter((link) => link.status === 'done').length
    return { what: t('taken', { done, count: live.links.length }), pace: done > 0 ? t('everyLink') : '' }
  }
  const going = live.links.filter((link) => link.status !== 'failed' && link.status !== 'cancelled')
  const sent = going.reduce((sum, link) => sum + link.bytesSent, 0)
  const bytes = going.reduce((sum, link) => sum + link.bytesTotal, 0)
  const known = [...paces.values()]
  const rates = known.flatMap(({ rate }) => (rate === null ? [] : [rate]))
  const times = known.flatMap(({ secondsLeft }) => (secondsLeft === null ? [] : [secondsLeft]))
  return {
    what: t('sending', { sent: format.bytes(sent), bytes: format.bytes(bytes) }),
    pace: figures(format, {
      rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
      secondsLeft: times.length === 0 ? null : Math.max(...times),
    }),
  }
}

type Facts = {
  uploads: UploadsView
  /** Null until the mirror was started. */
  live: LiveView | null
  paces: ReadonlyMap<string, Pace>
  online: boolean
}

const useSpeech = (): Speech => ({ t: useTranslations('picker.totals'), format: useFormat() })

/** The upload first: as long as it goes on, it is what everything else waits for. */
export function useTotals({ uploads, live, paces, online }: Facts): Totals {
  const speech = useSpeech()
  return live && uploads.settled ? mirrorTotals(speech, live, paces) : uploadTotals(speech, uploads, online)
}

/** Where an upload stands, in one line. */
export function useUploadSentence(): (uploads: UploadsView) => string {
  const speech = useSpeech()
  return (uploads) => uploadTotals(speech, uploads, true).what
}
