'use client'
// Hands the share link to the system's own sheet: messages, mail and whatever else is installed.
import { clsx } from 'clsx'
import { Share2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { buttonLook, type Weight } from '#components/ui/button.tsx'

type Props = {
  name: string
  shareUrl: string
  weight?: Weight
  /** Without its word beside the sign. */
  compact?: boolean
}

const never = () => () => {}

/** Only where a finger points: a desktop's sheet has little in it. Its place is kept while nobody knows whether the browser can. */
export function ShareButton({ name, shareUrl, weight = 'plain', compact = false }: Props) {
  const t = useTranslations('links')
  const [failed, setFailed] = useState(false)
  const can = useSyncExternalStore(
    never,
    () => 'share' in navigator,
    () => false,
  )
  const share = () => {
    setFailed(false)
    navigator.share({ title: plainName(name), url: shareUrl }).catch((error: unknown) => {
      // Who closes the sheet has not met a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailed(true)
    })
  }
  return (
    <span className="hidden noscript:hidden pointer-coarse:contents print:hidden">
      <button
        type="button"
        onClick={share}
        className={buttonLook(weight, clsx(!can && 'invisible', compact && 'w-9 px-0'))}
      >
        {failed ? <TriangleAlert aria-hidden="true" className="text-failed" /> : <Share2 aria-hidden="true" />}
        <span className={compact ? 'sr-only' : ''}>{t(failed ? 'shareFailed' : 'share')}</span>
      </button>
      <span role="status" className="sr-only">
        {failed && t('shareFailed')}
      </span>
    </span>
  )
}
