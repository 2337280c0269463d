'use client'
// A word when there is no network, or nobody answers. It lies over the page, so that nothing moves when it comes and goes.
import { Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { isSilent, onAnswersChange } from '#components/trpc/server-answers.ts'
import { useOnline } from './use-online.ts'

export function ConnectionNotice() {
  const t = useTranslations('shell')
  const online = useOnline()
  const silent = useSyncExternalStore(onAnswersChange, isSilent, () => false)
  const told = online ? (silent ? t('silent') : null) : t('offline')
  return (
    <div role="status" className="pointer-events-none sticky top-2 z-40 flex h-0 justify-center px-4 print:hidden">
      {told !== null && (
        <p className="-mt-2 flex h-fit w-fit items-center gap-2 rounded-card border border-edge bg-card px-3 py-1 text-small shadow-float">
          <Unplug aria-hidden="true" className="size-4 shrink-0 text-failed" />
          {told}
        </p>
      )}
    </div>
  )
}
