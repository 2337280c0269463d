'use client'
// The share link as a QR code, for a phone to read: a button, and behind it a dialog that is fetched when it is asked for.
import { QrCode as QrSign } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { useOnDemand } from './use-on-demand.ts'

type Props = {
  name: string
  shareUrl: string
  /** With its word beside the sign. */
  labelled?: boolean
}

const loadDialog = () => import('./qr-dialog.tsx')

export function QrCode({ name, shareUrl, labelled = false }: Props) {
  const t = useTranslations('links')
  const [open, setOpen] = useState(false)
  const { demand, ask } = useOnDemand(loadDialog)
  const show = () => {
    ask()
    setOpen(true)
  }
  return (
    <>
      {labelled ? (
        <Button aria-haspopup="dialog" onClick={show} className="noscript:hidden print:hidden">
          <QrSign aria-hidden="true" />
          {t('qrCode')}
        </Button>
      ) : (
        <IconButton
          name={t('qrCode')}
          aria-haspopup="dialog"
          onClick={show}
          className="size-9 noscript:hidden print:hidden"
        >
          <QrSign aria-hidden="true" />
        </IconButton>
      )}
      {demand.state === 'here' && (
        <demand.part.QrDialog open={open} onClose={() => setOpen(false)} name={name} shareUrl={shareUrl} />
      )}
      <span role="status" className="sr-only">
        {demand.state === 'failed' && t('notLoaded')}
      </span>
    </>
  )
}
