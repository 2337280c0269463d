'use client'
// Opens what sets who can see a mirror's page.
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { SharingDialog } from './sharing-dialog.tsx'

export function SharingButton({ id }: { id: string }) {
  const t = useTranslations('sharing.dialog')
  const [open, setOpen] = useState(false)
  const [saved, setSaved] = useState(false)
  return (
    <>
      <Button
        title={t('open')}
        className="max-sm:px-2.5"
        onClick={() => {
          setSaved(false)
          setOpen(true)
        }}
      >
        <Lock aria-hidden="true" />
        {/* A phone has room for the sign only. */}
        <span className="max-sm:sr-only">{t('open')}</span>
      </Button>
      <span role="status" className="sr-only">
        {saved && t('saved')}
      </span>
      <SharingDialog
        id={id}
        open={open}
        onClose={() => setOpen(false)}
        onSaved={() => {
          setSaved(true)
          setOpen(false)
        }}
      />
    </>
  )
}
