// Hosts that were not chosen at first, and can be added while the files are still in staging.
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import type { HostEntry } from './host-fit.ts'

type Props = { hosts: readonly HostEntry[]; busy: boolean; onAdd: (host: string) => void }

export function FurtherHosts({ hosts, busy, onAdd }: Props) {
  const t = useTranslations('picker')
  if (hosts.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3 sm:px-5">
      <span className="me-1 text-small text-ink-soft">{t('further')}</span>
      {hosts.map(({ id, name }) => (
        <Button key={id} disabled={busy} onClick={() => onAdd(id)} className="pointer-coarse:min-h-11">
          <Plus aria-hidden="true" />
          {name}
        </Button>
      ))}
    </div>
  )
}
