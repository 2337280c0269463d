// One host to choose: what decides for or against it, and which files it cannot take.
import { clsx } from 'clsx'
import { CircleCheck, CirclePause, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, useId } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import { CheckBox } from '#components/ui/check-box.tsx'
import { ClockTime } from '#components/ui/date-time.tsx'
import { type Fit, type HostEntry, type LeftOut, someNames } from './host-fit.ts'

/** Below this share of arrivals, of at least so many transfers, people should know. */
const POOR_RATE = 0.9
const ENOUGH_TRANSFERS = 5

type Props = {
  host: HostEntry
  fit: Fit
  checked: boolean
  /** It came after the last choice. */
  fresh: boolean
  onChange: (id: string, on: boolean) => void
}

/** Drawn anew only when something of it changes: the files beside it move four times a second. */
export const HostCard = memo(function HostCard({ host, fit, checked, fresh, onChange }: Props) {
  const t = useTranslations('picker')
  const id = useId()
  const shut = fit.takes === 'none'
  const on = checked && !shut
  return (
    <li className="contents">
      <label
        className={clsx(
          'flex min-h-11 gap-2.5 rounded-control border p-2.5 transition-colors duration-100',
          on ? 'border-beam bg-beam-faint' : 'border-line',
          shut ? 'cursor-not-allowed' : 'cursor-pointer hover:border-edge',
        )}
      >
        <span className="pt-px">
          <CheckBox
            checked={on}
            disabled={shut}
            onChange={(next) => onChange(host.id, next)}
            labelledBy={`${id}name`}
            describedBy={`${id}facts`}
          />
        </span>
        <span className="min-w-0 grow">
          <span className="flex items-baseline justify-between gap-2">
            <span
              id={`${id}name`}
              className={clsx('truncate font-semibold', shut && 'text-ink-soft')}
              title={host.name}
            >
              {host.name}
            </span>
            {fresh && <span className="shrink-0 text-small text-beam">{t('new')}</span>}
          </span>
          <span id={`${id}facts`} className="flex flex-wrap gap-x-3 text-small text-ink-soft sm:grid">
            <Facts host={host} />
            <Now host={host} />
            {fit.leftOut.map((part) => (
              <Missing key={part.why === 'size' ? 'size' : part.why.reason} part={part} all={shut} />
            ))}
          </span>
        </span>
      </label>
    </li>
  )
})

function Facts({ host: { maxFileSize, retention, anonymous, ownAccount } }: { host: HostEntry }) {
  const t = useTranslations('picker')
  const format = useFormat()
  // An operator's own host may say it in words that no language knows.
  const kept = useServerSentence()(retention)
  return (
    <>
      <span>{maxFileSize === null ? t('anySize') : t('upTo', { size: format.limit(maxFileSize) })}</span>
      <span lang={kept === retention ? 'en' : undefined} className="first-letter:uppercase">
        {kept}
      </span>
      <span>{t(ownAccount ? 'account.own' : anonymous ? 'account.none' : 'account.site')}</span>
    </>
  )
}

/** A mark and a word, so that it is never colour alone. */
function Now({ host: { status, health, reason } }: { host: HostEntry }) {
  const t = useTranslations('picker')
  const { successRate, transfers, pausedUntil } = health
  const look = 'inline-flex items-start gap-1.5 [&_svg]:mt-0.5 [&_svg]:size-3.5 [&_svg]:shrink-0'
  if (status === 'paused')
    return (
      <>
        <span className={clsx(look, 'text-ink')}>
          <CirclePause aria-hidden="true" />
          <span>
            {pausedUntil === null
              ? t('now.paused')
              : t.rich('now.pausedUntil', { time: () => <ClockTime at={pausedUntil} /> })}
          </span>
        </span>
        {reason !== undefined && <span lang="en">{reason}</span>}
      </>
    )
  if (successRate !== null && successRate < POOR_RATE && transfers >= ENOUGH_TRANSFERS)
    return (
      <span className={clsx(look, 'text-ink')}>
        <TriangleAlert aria-hidden="true" />
        {t('now.poor', { percent: Math.floor(successRate * 100) })}
      </span>
    )
  return (
    <>
      <span className={clsx(look, 'text-live')}>
        <CircleCheck aria-hidden="true" />
        {t('now.ready')}
      </span>
      {reason !== undefined && <span lang="en">{reason}</span>}
    </>
  )
}

function Missing({ part: { why, names }, all }: { part: LeftOut; all: boolean }) {
  const t = useTranslations('picker')
  const list = t('names', someNames(names))
  return (
    <span className="basis-full wrap-anywhere text-failed" title={names.length > 1 ? undefined : names[0]}>
      {why === 'size'
        ? t(all ? 'tooLargeAll' : 'tooLarge', { names: list })
        : `${why.reason} ${t('leftOut', { names: list })}`}
    </span>
  )
}
