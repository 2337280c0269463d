'use client'
// Stays at the bottom: what is left, how long it takes, the share link in every form, and the one thing to do next.
import { useTranslations } from 'next-intl'
import { CopyMenu } from '#components/links/copy-menu.tsx'
import type { LinkSet } from '#components/links/link-set.ts'
import { QrCode } from '#components/links/qr-code.tsx'
import { ShareButton } from '#components/links/share-button.tsx'
import type { LinkView, LiveView } from '#components/mirror/mirror-view.ts'
import { shortUrl } from '#components/mirror/safe-url.ts'
import { useHostRates } from '#components/mirror/use-host-rates.ts'
import { SharingButton } from '#components/sharing/sharing-button.tsx'
import { Button } from '#components/ui/button.tsx'
import type { UploadsView } from '#components/upload/upload-session.ts'
import { useOnline } from '#components/shell/use-online.ts'
import { useTotals } from './use-totals.ts'

type Props = {
  mirror: LinkSet
  uploads: UploadsView
  /** Null until the mirror was started. */
  live: LiveView | null
  over: boolean
  id: string
  /** How many hosts the button would send to. */
  hosts: number
  busy: boolean
  error: string | null
  onStart: () => void
}

const none: readonly LinkView[] = []

export function BottomBar({ id, mirror, uploads, live, over, hosts, busy, error, onStart }: Props) {
  const t = useTranslations('picker')
  const paces = useHostRates(live?.links ?? none)
  const totals = useTotals({ uploads, live, paces, online: useOnline() })
  const empty = uploads.files.every((file) => file.state === 'cancelled')
  return (
    <div className="sticky bottom-0 z-20 -mx-4 mt-auto border-t border-line bg-card px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] shadow-float sm:bottom-4 sm:mx-0 sm:mb-4 sm:rounded-card sm:border sm:px-5">
      {error !== null && (
        <p role="alert" className="mb-2 text-small text-failed">
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:flex-nowrap">
        <div className="min-w-0 grow basis-56 text-small sm:shrink-0">
          <p className="min-h-5 font-semibold">{totals.what}</p>
          <p className="figures min-h-5 text-ink-soft">{totals.pace}</p>
        </div>
        <div className="flex min-w-0 grow items-center justify-end gap-2">
          <a
            href={mirror.shareUrl}
            target="_blank"
            rel="noreferrer"
            title={t('sharePage')}
            className="figures min-w-0 grow truncate rounded-control text-ink-soft underline decoration-line underline-offset-4 hover:text-ink sm:max-w-64"
          >
            {shortUrl(mirror.shareUrl)}
          </a>
          <CopyMenu mirror={mirror} weight={over ? 'primary' : 'plain'} />
          <QrCode name={mirror.name} shareUrl={mirror.shareUrl} />
          <ShareButton name={mirror.name} shareUrl={mirror.shareUrl} compact />
          <SharingButton id={id} />
        </div>
        {live === null && (
          <Button
            weight="primary"
            className="w-full sm:w-auto sm:shrink-0 lg:min-w-48 pointer-coarse:min-h-11"
            disabled={busy || hosts === 0 || empty}
            focusableWhenDisabled
            onClick={onStart}
          >
            {hosts === 0 ? t('chooseHost') : t('mirrorTo', { count: hosts })}
          </Button>
        )}
      </div>
    </div>
  )
}
