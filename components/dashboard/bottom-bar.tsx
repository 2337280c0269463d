'use client'
// Stays at the bottom: what is left, how long it takes, the share link, and the one thing to do next.
import { Share2 } from 'lucide-react'
import { count } from '#components/format/plural.ts'
import { useFormat } from '#components/format/use-format.ts'
import type { LinkView, LiveView } from '#components/mirror/mirror-view.ts'
import { shortUrl } from '#components/mirror/safe-url.ts'
import { useHostRates } from '#components/mirror/use-host-rates.ts'
import { SharingButton } from '#components/sharing/sharing-button.tsx'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { UploadsView } from '#components/upload/upload-session.ts'
import { useOnline } from './use-online.ts'
import { mirrorTotals, uploadTotals } from './totals.ts'

type Props = {
  uploads: UploadsView
  /** Null until the mirror was started. */
  live: LiveView | null
  over: boolean
  id: string
  shareUrl: string
  /** How many hosts the button would send to. */
  hosts: number
  busy: boolean
  error: string | null
  onStart: () => void
}

const none: readonly LinkView[] = []

export function BottomBar({ uploads, live, over, id, shareUrl, hosts, busy, error, onStart }: Props) {
  const paces = useHostRates(live?.links ?? none)
  // The upload first: as long as it goes on, it is what everything else waits for.
  const online = useOnline()
  const format = useFormat()
  const totals = live && uploads.settled ? mirrorTotals(format, live, paces) : uploadTotals(format, uploads, online)
  const empty = uploads.files.every((file) => file.state === 'cancelled')
  return (
    <div className="sticky bottom-0 z-20 sm:bottom-4 -mx-4 mt-auto border-t border-line bg-card px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] shadow-float sm:mx-0 sm:mb-4 sm:rounded-card sm:border sm:px-5">
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
            href={shareUrl}
            target="_blank"
            rel="noreferrer"
            title="The share page, in a new tab"
            className="figures min-w-0 grow truncate rounded-control text-ink-soft underline decoration-line underline-offset-4 hover:text-ink sm:max-w-64"
          >
            {shortUrl(shareUrl)}
          </a>
          <CopyButton text={shareUrl} what="share link" label="Copy link" weight={over ? 'primary' : 'plain'} />
          <SharingButton id={id} />
          {over && (
            <a href={shareUrl} className={buttonLook('plain', 'max-sm:hidden')}>
              <Share2 aria-hidden="true" />
              Share page
            </a>
          )}
        </div>
        {live === null && (
          <Button
            weight="primary"
            className="w-full sm:w-auto sm:shrink-0 lg:min-w-48"
            disabled={busy || hosts === 0 || empty}
            focusableWhenDisabled
            onClick={onStart}
          >
            {hosts === 0 ? 'Choose a host' : `Mirror to ${count(hosts, 'host')}`}
          </Button>
        )}
      </div>
    </div>
  )
}
