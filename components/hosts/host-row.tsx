// One host of the table: what it takes, how it has done, and how it does now.
import { clsx } from 'clsx'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatLimit, formatRate } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import { ClockTime, DateTime } from '#components/ui/date-time.tsx'
import { comparedBy, type HostEntry, percentOf } from './host-view.ts'

const words = { up: 'Ready', paused: 'Paused', off: 'Not ready' }
const tones = { up: 'text-live', paused: 'text-waiting', off: 'text-ink-soft' }

export function HostRow({ host, used }: { host: HostEntry; used: boolean }) {
  const { name, homepage, maxFileSize, retention, anonymous, enabled } = host
  return (
    <tr className="grid grid-cols-[9rem_minmax(0,1fr)] gap-y-1 border-b border-line py-3 last:border-b-0 lg:table-row lg:border-t lg:border-b-0">
      <th scope="row" className="col-span-2 px-4 font-semibold sm:px-5 lg:py-3 lg:pr-3 lg:align-top">
        <a
          href={homepage}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex items-center gap-1.5 rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current"
        >
          {name}
          <ExternalLink aria-hidden="true" className="size-4 text-ink-soft print:hidden" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      </th>
      <Cell label="Largest file">{maxFileSize === null ? 'No limit named' : formatLimit(maxFileSize)}</Cell>
      <Cell label="Files live">
        <span className="inline-block first-letter:uppercase">{retention}</span>
      </Cell>
      <Cell label="Account there">{anonymous ? 'Not needed' : enabled ? 'Needed, this site has one' : 'Needed'}</Cell>
      {used && <Cell label="We compare">{comparedBy(host)}</Cell>}
      {used && (
        <Cell label="Last 7 days">
          <LastDays health={host.health} />
        </Cell>
      )}
      <Cell label="Now" last>
        <Now host={host} />
      </Cell>
    </tr>
  )
}

function LastDays({ health }: Pick<HostEntry, 'health'>) {
  const { successRate, medianBytesPerSecond, transfers } = health
  if (successRate === null) return <span className="text-ink-soft">Nothing was sent</span>
  return (
    <>
      <span className="figures">{percentOf(successRate)}</span> of {count(transfers, 'file')} arrived
      {medianBytesPerSecond !== null && (
        <span className="block text-small text-ink-soft">
          Half of them at <span className="figures whitespace-nowrap">{formatRate(medianBytesPerSecond)}</span> or more
        </span>
      )}
    </>
  )
}

function Now({ host: { status, reason, health } }: { host: HostEntry }) {
  const { lastError, pausedUntil } = health
  return (
    <>
      <span className={clsx('font-semibold', tones[status])}>{words[status]}</span>
      {pausedUntil !== null && (
        <>
          , tried again at <ClockTime at={pausedUntil} />
        </>
      )}
      {reason !== undefined && <span className="block text-small text-ink-soft">{reason}</span>}
      {/* While it is paused, the reason is what went wrong last. */}
      {lastError !== null && status !== 'paused' && (
        <span className="block text-small text-ink-soft">
          Last fault, <DateTime at={lastError.at} />: {lastError.sentence}
        </span>
      )}
    </>
  )
}

function Cell({ label, last = false, children }: { label: string; last?: boolean; children: ReactNode }) {
  return (
    <td className={clsx('contents lg:table-cell lg:px-3 lg:py-3 lg:align-top', last && 'lg:pr-5')}>
      <span aria-hidden="true" className="pl-4 text-small text-ink-soft sm:pl-5 lg:hidden">
        {label}
      </span>
      <span className="pr-4 sm:pr-5 lg:pr-0">{children}</span>
    </td>
  )
}
