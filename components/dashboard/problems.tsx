// What could not be done with files that were picked, and the way on.
import { useTranslations } from 'next-intl'
import { TriangleAlert, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { Problem } from './use-new-mirror.ts'

export function Problems({ problems, onDismiss }: { problems: readonly Problem[]; onDismiss: () => void }) {
  const t = useTranslations('dashboard')
  const common = useTranslations('common')
  if (problems.length === 0) return null
  return (
    <div role="alert" className="flex items-start gap-3 rounded-card border border-failed bg-card px-4 py-3 sm:px-5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-failed" />
      <ul className="grid min-w-0 grow gap-2">
        {problems.map(({ message, again }) => (
          <li key={message} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <span className="min-w-0 wrap-anywhere">{message}</span>
            {again && <Button onClick={again}>{common('tryAgain')}</Button>}
          </li>
        ))}
      </ul>
      <IconButton name={t('closeMessage')} hint={common('close')} className="-mt-1 -me-2" onClick={onDismiss}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
