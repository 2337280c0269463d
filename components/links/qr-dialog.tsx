'use client'
// The dialog with the QR code, large, the address below it, and the picture to keep.
import { Dialog } from '@base-ui/react/dialog'
import { Download, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { shortUrl } from '#components/mirror/safe-url.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { download, qrPicture, qrPng, qrSvg } from './qr-picture.ts'

type Props = { open: boolean; onClose: () => void; name: string; shareUrl: string }

export function QrDialog({ open, onClose, name, shareUrl }: Props) {
  const t = useTranslations('links')
  const common = useTranslations('common')
  const [failed, setFailed] = useState(false)
  const title = plainName(name)
  const { side, path } = qrPicture(shareUrl)
  const savePng = () => {
    setFailed(false)
    qrPng(shareUrl).then(
      (blob) => download(blob, `${title} QR.png`),
      () => setFailed(true),
    )
  }
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity duration-140 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-x-4 bottom-4 z-40 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-100 flex-col gap-4 overflow-y-auto rounded-card border border-line bg-card p-5 shadow-float transition-opacity duration-140 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-[12dvh] sm:bottom-auto">
          <div className="flex items-start gap-3">
            <Dialog.Title className="min-w-0 grow text-lead font-semibold wrap-anywhere">
              {t('qrTitle', { name: title })}
            </Dialog.Title>
            <Dialog.Close render={<IconButton name={common('close')} />}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {/* Black on white in both themes: many readers know no other. */}
          <svg
            role="img"
            aria-label={t('qrLabel', { address: shareUrl })}
            viewBox={`0 0 ${side} ${side}`}
            shapeRendering="crispEdges"
            className="mx-auto w-full max-w-80 rounded-control"
          >
            <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
            <path fill="#000" d={path} />
          </svg>
          <div className="flex items-center gap-1">
            <Dialog.Description className="figures min-w-0 grow text-center wrap-anywhere text-ink-soft">
              {shortUrl(shareUrl)}
            </Dialog.Description>
            <CopyButton text={shareUrl} what={t('what.share', { count: 1 })} />
          </div>
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={savePng}>
              <Download aria-hidden="true" />
              {t('asPng')}
            </Button>
            <Button onClick={() => download(qrSvg(shareUrl), `${title} QR.svg`)}>
              <Download aria-hidden="true" />
              {t('asSvg')}
            </Button>
          </div>
          {failed && (
            <p role="alert" className="text-small text-failed">
              {t('noPicture')}
            </p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
