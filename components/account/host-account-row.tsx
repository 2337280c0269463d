'use client'
// One host that takes accounts of people: whose account is used there, and what can be done about it.
import { useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { DateTime } from '#components/ui/date-time.tsx'
import type { AccountHost } from './account-view.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { HostAccountForm } from './host-account-form.tsx'

type Props = {
  host: AccountHost
  /** When an account of their own was set; null without one. */
  setAt: Date | null
  /** Whether its form is shown. */
  open: boolean
  onToggle: (open: boolean) => void
  /** Each ends when the page shows what has become of it. */
  onSet: () => Promise<void>
  onRemove: () => Promise<void>
}

export function HostAccountRow({ host, setAt, open, onToggle, onSet, onRemove }: Props) {
  const t = useTranslations('account.hosts')
  const formId = useId()
  const toggle = useRef<HTMLButtonElement>(null)
  const [asked, setAsked] = useState(false)
  const { name } = host
  return (
    <li className="grid gap-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-semibold wrap-anywhere">{name}</p>
          <p className="text-small text-ink-soft">
            {setAt ? t.rich('yours', { date: () => <DateTime at={setAt} /> }) : t(withoutOwn(host))}
          </p>
        </div>
        <div className="flex gap-2 noscript:hidden">
          {setAt && (
            <Button weight="quiet" onClick={() => setAsked(true)} aria-label={t('removeNamed', { host: name })}>
              {t('remove')}
            </Button>
          )}
          <Button
            ref={toggle}
            onClick={() => onToggle(!open)}
            aria-expanded={open}
            aria-controls={open ? formId : undefined}
            aria-label={t(setAt ? 'replaceNamed' : 'setNamed', { host: name })}
          >
            {t(setAt ? 'replace' : 'set')}
          </Button>
        </div>
      </div>
      {open && (
        <div id={formId}>
          <HostAccountForm
            host={host}
            onCancel={() => {
              onToggle(false)
              toggle.current?.focus()
            }}
            onSet={async () => {
              await onSet()
              toggle.current?.focus()
            }}
          />
        </div>
      )}
      <ConfirmDialog
        open={asked}
        title={t('removeTitle', { host: name })}
        text={t('removeText', { host: name })}
        action={t('remove')}
        keep={t('keep')}
        onClose={() => setAsked(false)}
        onConfirm={onRemove}
        focusAfter={() => toggle.current}
      />
    </li>
  )
}

/** What files go to a host with, where there is no account of their own. */
function withoutOwn({ anonymous, enabled }: AccountHost): 'open' | 'site' | 'needed' {
  if (anonymous) return 'open'
  return enabled ? 'site' : 'needed'
}
