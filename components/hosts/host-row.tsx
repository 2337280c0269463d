// One host of the table: what it takes, how it has done, and how it does now.
import { clsx } from 'clsx'
import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { Translate } from '#components/messages/sentences.ts'
import { ClockTime, DateTime } from '#components/ui/date-time.tsx'
import { comparedBy, type HostEntry, percentOf } from './host-view.ts'

const tones = { up: 'text-live', paused: 'text-waiting', off: 'text-ink-soft' }

/** @param say gives the page's own words for what the server says of a host */
export function HostRow({ host, used, say }: { host: HostEntry; used: boolean; say: Translate }) {
  const t = useTranslations('hosts')
  const shared = useTranslations('common')
  const format = useFormat()
  const { name, homepage, maxFileSize, retention, anonymous, enabled } = host
  return (
    <tr className="grid grid-cols-[9rem_minmax(0,1fr)] gap-y-1 border-b border-line py-3 last:border-b-0 lg:table-row lg:border-t lg:border-b-0">
      <th scope="row" className="col-span-2 px-4 text-start font-semibold sm:px-5 lg:py-3 lg:pe-3 lg:align-top">
        <a
          href={homepage}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex items-center gap-1.5 rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current"
        >
          {name}
          <ExternalLink aria-hidden="true" className="size-4 text-ink-soft print:hidden" />
          <span className="sr-only">{shared('newTab')}</span>
        </a>
      </th>
      <Cell label={t('columns.largest')}>{maxFileSize === null ? t('noLimit') : format.limit(maxFileSize)}</Cell>
      <Cell label={t('columns.live')}>
        <span className="inline-block first-letter:uppercase">{say(retention)}</span>
      </Cell>
      <Cell label={t('columns.account')}>
        {t(anonymous ? 'accountNotNeeded' : enabled ? 'accountHere' : 'accountNeeded')}
      </Cell>
      {used && <Cell label={t('columns.compared')}>{comparedBy(host) ?? t('size')}</Cell>}
      {used && (
        <Cell label={t('columns.lastDays')}>
          <LastDays health={host.health} />
        </Cell>
      )}
      <Cell label={t('columns.now')} last>
        <Now host={host} say={say} />
      </Cell>
    </tr>
  )
}

function LastDays({ health }: Pick<HostEntry, 'health'>) {
  const t = useTranslations('hosts')
  const format = useFormat()
  const { successRate, medianBytesPerSecond, transfers } = health
  if (successRate === null) return <span className="text-ink-soft">{t('nothingSent')}</span>
  return (
    <>
      {t.rich('arrived', {
        figure: (rate) => <span className="figures">{rate}</span>,
        rate: percentOf(successRate),
        count: transfers,
      })}
      {medianBytesPerSecond !== null && (
        <span className="block text-small text-ink-soft">
          {t.rich('median', {
            figure: (rate) => <span className="figures whitespace-nowrap">{rate}</span>,
            rate: format.rate(medianBytesPerSecond),
          })}
        </span>
      )}
    </>
  )
}

function Now({ host: { status, reason, health }, say }: { host: HostEntry; say: Translate }) {
  const t = useTranslations('hosts')
  const { lastError, pausedUntil } = health
  return (
    <>
      <span className={clsx('font-semibold', tones[status])}>{t(`status.${status}`)}</span>
      {pausedUntil !== null && t.rich('againAt', { time: () => <ClockTime at={pausedUntil} /> })}
      {reason !== undefined && <span className="block text-small text-ink-soft">{say(reason)}</span>}
      {/* While it is paused, the reason is what went wrong last. */}
      {lastError !== null && status !== 'paused' && (
        <span className="block text-small text-ink-soft">
          {t.rich('lastFault', { time: () => <DateTime at={lastError.at} />, sentence: say(lastError.sentence) })}
        </span>
      )}
    </>
  )
}

function Cell({ label, last = false, children }: { label: string; last?: boolean; children: ReactNode }) {
  return (
    <td className={clsx('contents lg:table-cell lg:px-3 lg:py-3 lg:align-top', last && 'lg:pe-5')}>
      <span aria-hidden="true" className="ps-4 text-small text-ink-soft sm:ps-5 lg:hidden">
        {label}
      </span>
      <span className="pe-4 sm:pe-5 lg:pe-0">{children}</span>
    </td>
  )
}
