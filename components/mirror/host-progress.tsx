// One host while a mirror is under way: its state, how fast, how long, and its link the moment that it exists.
import { RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { HostLink } from './host-link.tsx'
import { isDead, linkWord } from './link-state.ts'
import type { LinkView } from './mirror-view.ts'
import { StateMark } from './state-mark.tsx'
import type { Pace } from './use-host-rates.ts'

/** The height of a row in pixels; the fan's rays end in the middle of each. */
export const HOST_ROW_HEIGHT = 68

type Props = {
  link: LinkView
  pace?: Pace | undefined
  /** The files are not all in staging yet, so a waiting host waits for them. */
  uploading: boolean
  onRetry: (host: string) => void
  onCancel: (host: string) => void
  busy: boolean
}

/** Each push has every host anew, though most are as they were. */
const isSame = (before: Props, now: Props): boolean =>
  before.busy === now.busy &&
  before.uploading === now.uploading &&
  before.onRetry === now.onRetry &&
  before.onCancel === now.onCancel &&
  before.pace?.rate === now.pace?.rate &&
  before.pace?.secondsLeft === now.pace?.secondsLeft &&
  JSON.stringify(before.link) === JSON.stringify(now.link)

export const HostProgress = memo(function HostProgress({ link, pace, uploading, onRetry, onCancel, busy }: Props) {
  const t = useTranslations('links.board')
  const common = useTranslations('common')
  const { host, hostName, status } = link
  return (
    <li className="flex h-17 items-center gap-2 border-b border-line last:border-b-0">
      <div className="min-w-0 grow">
        <div className="flex items-center justify-between gap-3">
          <span className="truncate font-semibold">{hostName}</span>
          <span className="text-small">
            <StateMark word={linkWord(link)} />
          </span>
        </div>
        <div className="flex h-8 min-w-0 items-center text-small text-ink-soft">
          <Detail link={link} pace={pace} uploading={uploading} />
        </div>
      </div>
      {/* The button's place is kept when there is none, so that the states stay below each other. */}
      <div className="size-8 shrink-0">
        {status === 'failed' && (
          <IconButton
            name={t('tryHost', { host: hostName })}
            hint={common('tryAgain')}
            disabled={busy}
            onClick={() => onRetry(host)}
          >
            <RotateCw aria-hidden="true" />
          </IconButton>
        )}
        {(status === 'queued' || status === 'running') && (
          <IconButton
            name={t('cancelHost', { host: hostName })}
            hint={common('cancel')}
            disabled={busy}
            onClick={() => onCancel(host)}
          >
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </li>
  )
}, isSame)

function Detail({ link, pace, uploading }: Pick<Props, 'link' | 'pace' | 'uploading'>) {
  const t = useTranslations('links.board')
  const { status, url, error, hostName, retryAt } = link
  if (url !== null) return <HostLink url={url} of={hostName} dead={isDead(link)} />
  // What is under way and has an error waits too: the rest of its files is for a host that is paused.
  if (status === 'failed' || ((status === 'queued' || status === 'running') && error))
    return error === undefined ? (
      <span className="truncate">{t('didNotWork')}</span>
    ) : (
      <span className="truncate" title={error} lang="en">
        {error}
      </span>
    )
  if (status === 'queued')
    return <span className="truncate">{t(retryAt ? 'againSoon' : uploading ? 'onceUp' : 'next')}</span>
  if (status === 'running') return <Moving link={link} pace={pace} />
  if (isDead(link)) return <span className="truncate">{t('noneLeft')}</span>
  return <span className="truncate">{t(status === 'cancelled' ? 'nothingMore' : 'noLink')}</span>
}

function Moving({ link, pace }: { link: LinkView; pace: Pace | undefined }) {
  const t = useTranslations('links.board')
  const percent = Math.floor(link.progress * 100)
  const format = useFormat()
  const left = pace?.secondsLeft ?? null
  if (linkWord(link) === 'Checking') return <span className="truncate">{t('looking')}</span>
  return (
    <span className="figures flex min-w-0 gap-3">
      <span className="w-[4ch] shrink-0 text-end">{percent} %</span>
      <span className="shrink-0">{pace && pace.rate !== null ? format.rate(pace.rate) : ''}</span>
      <span className="truncate">{left === null ? '' : format.timeLeft(left)}</span>
    </span>
  )
}
