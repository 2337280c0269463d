// What went wrong, host by host, in whole sentences: a row has room for the beginning only.
import { RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import type { LinkView } from './mirror-view.ts'

type Props = { links: readonly LinkView[]; onRetryAll: () => void; busy: boolean }

export function HostFailures({ links, onRetryAll, busy }: Props) {
  const t = useTranslations('links.board')
  const failed = links.filter((link) => link.status === 'failed')
  if (failed.length === 0) return null
  return (
    <div className="flex flex-wrap items-start gap-3 border-t border-line px-4 py-3 sm:px-5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
      <ul className="min-w-60 grow basis-0 text-small">
        {failed.map(({ host, hostName, error }) => (
          <li key={host}>{error === undefined ? t('notTaken', { host: hostName }) : <span lang="en">{error}</span>}</li>
        ))}
      </ul>
      <Button onClick={onRetryAll} disabled={busy} className="pointer-coarse:min-h-11">
        <RotateCw aria-hidden="true" />
        {t('retry', { count: failed.length })}
      </Button>
    </div>
  )
}
