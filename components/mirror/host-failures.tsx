// What went wrong, host by host, in whole sentences: a row has room for the beginning only.
import { RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { LinkView } from './mirror-view.ts'

type Props = { links: readonly LinkView[]; onRetryAll: () => void; busy: boolean }

export function HostFailures({ links, onRetryAll, busy }: Props) {
  const failed = links.filter((link) => link.status === 'failed')
  if (failed.length === 0) return null
  return (
    <div className="flex flex-wrap items-start gap-3 border-t border-line px-4 py-3 sm:px-5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
      <ul className="min-w-60 grow basis-0 text-small">
        {failed.map(({ host, hostName, error }) => (
          <li key={host}>{error ?? `${hostName} did not take these files. The other hosts are not affected.`}</li>
        ))}
      </ul>
      <Button onClick={onRetryAll} disabled={busy}>
        <RotateCw aria-hidden="true" />
        {failed.length === 1 ? 'Try again' : 'Try all again'}
      </Button>
    </div>
  )
}
