'use client'
// The hosts of a mirror: the state of each, its link, what went wrong, and what can be done about it.
import { RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { linkWord } from '#components/mirror/link-state.ts'
import type { LinkView } from '#components/mirror/mirror-view.ts'
import { safeUrl, shortUrl } from '#components/mirror/safe-url.ts'
import { StateMark } from '#components/mirror/state-mark.tsx'
import { useErrorSentence } from '#components/trpc/use-error-sentence.ts'
import { trpc } from '#components/trpc/trpc.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { HistoryItem } from './filter.ts'

type Host = Pick<LinkView, 'host' | 'hostName' | 'status' | 'linkState'> & Partial<LinkView>

type Props = {
  item: HistoryItem
  /** What is known beyond the item; null until it has come. */
  links: readonly LinkView[] | null
  /** Something was begun or stopped. */
  onChanged: () => void
}

const canRetry = ({ status }: Host) => status === 'failed'
const canCancel = ({ status }: Host) => status === 'queued' || status === 'running'

export function RowHosts({ item: { id, hosts }, links, onChanged }: Props) {
  const t = useTranslations('history.details')
  const errorSentence = useErrorSentence()
  const retry = trpc.mirror.retry.useMutation({ networkMode: 'always', onSettled: onChanged })
  const cancel = trpc.mirror.cancel.useMutation({ networkMode: 'always', onSettled: onChanged })
  const shown: readonly Host[] = links ?? hosts
  const busy = retry.isPending || cancel.isPending
  const error = retry.error ?? cancel.error
  if (shown.length === 0) return <p className="text-small text-ink-soft">{t('nowhere')}</p>
  return (
    <div className="grid gap-2">
      <ul aria-label={t('hosts')} className="rounded-card border border-line bg-card text-small">
        {shown.map((host) => (
          <HostLine
            key={host.host}
            host={host}
            busy={busy}
            onRetry={() => retry.mutate({ id, host: host.host })}
            onCancel={() => cancel.mutate({ id, host: host.host })}
          />
        ))}
      </ul>
      {error && (
        <p role="alert" className="text-failed">
          {errorSentence(error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {shown.filter(canRetry).length > 1 && (
          <Button disabled={busy} focusableWhenDisabled onClick={() => retry.mutate({ id })}>
            {t('retryAll')}
          </Button>
        )}
        {shown.filter(canCancel).length > 1 && (
          <Button disabled={busy} focusableWhenDisabled onClick={() => cancel.mutate({ id })}>
            {t('cancelAll')}
          </Button>
        )}
      </div>
    </div>
  )
}

type LineProps = { host: Host; busy: boolean; onRetry: () => void; onCancel: () => void }

function HostLine({ host, busy, onRetry, onCancel }: LineProps) {
  const t = useTranslations('history.details')
  const { hostName, status, linkState, bytesSent = 0, bytesTotal = 0, error } = host
  const url = safeUrl(host.url ?? null)
  const common = { disabled: busy, focusableWhenDisabled: true, weight: 'quiet' } as const
  return (
    <li className="grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-4 py-1 last:border-b-0 md:grid-cols-[8rem_8rem_minmax(0,1fr)_auto]">
      <span className="truncate font-semibold">{hostName}</span>
      <StateMark word={linkWord({ status, linkState, bytesSent, bytesTotal })} />
      <span className="col-span-full min-w-0 md:col-span-1">
        {url !== null && linkState !== 'dead' && (
          <a href={url} rel="noopener noreferrer" target="_blank" className="block truncate text-beam hover:underline">
            {shortUrl(url)}
          </a>
        )}
        {error !== undefined && <span className="block text-ink-soft wrap-anywhere">{error}</span>}
      </span>
      <span className="col-span-full flex justify-end gap-1 empty:hidden md:col-span-1">
        {url !== null && <CopyButton text={url} what={t('copyHostLink', { host: hostName })} />}
        {canRetry(host) && (
          <Button {...common} aria-label={t('retryAt', { host: hostName })} onClick={onRetry}>
            <RotateCw aria-hidden="true" />
            {t('retry')}
          </Button>
        )}
        {canCancel(host) && (
          <Button {...common} aria-label={t('cancelAt', { host: hostName })} onClick={onCancel}>
            <X aria-hidden="true" />
            {t('cancel')}
          </Button>
        )}
      </span>
    </li>
  )
}
