'use client'
// The button beside those for files: for what lies at addresses, and what happens when some are pasted.
import { Link2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { Limits } from '#components/upload/accept-files.ts'
import { AddressDialog } from './address-dialog.tsx'
import { usePastedAddresses } from './use-pasted-addresses.ts'

type Props = {
  limits: Limits
  disabled: boolean
  /** Where there is little room, a phone has the icon alone. */
  small?: boolean
  /** A mirror was made and opened. */
  onBegun?: () => void
}

export function FromAddresses({ limits, disabled, small = false, onBegun }: Props) {
  const t = useTranslations('fetch')
  const [asked, setAsked] = useState({ times: 0, text: '', open: false })
  const ask = (text: string) => setAsked(({ times }) => ({ times: times + 1, text, open: true }))
  const close = () => setAsked((last) => ({ ...last, open: false }))
  usePastedAddresses((text) => {
    if (!disabled && !asked.open) ask(text)
  })
  return (
    <>
      <Button disabled={disabled} onClick={() => ask('')}>
        <Link2 aria-hidden="true" />
        <span className={small ? 'max-sm:sr-only' : undefined}>{t('open')}</span>
      </Button>
      <AddressDialog
        key={asked.times}
        text={asked.text}
        maxFileSize={limits.maxFileSize}
        open={asked.open}
        onClose={close}
        onBegun={() => {
          close()
          onBegun?.()
        }}
      />
    </>
  )
}
