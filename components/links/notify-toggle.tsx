'use client'
// Asks to be told when a mirror is over, by a notification of the browser.
import { Bell, BellRing } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { plainName } from '#components/format/plain-name.ts'
import { Button } from '#components/ui/button.tsx'
import { canNotify, useNotify } from './use-notify.ts'

type Props = {
  name: string
  /** Nothing more happens by itself; then there is nothing to ask for, but what is asked for is kept. */
  over: boolean
  /** How it ended, in a sentence. */
  outcome: string
}

export function NotifyToggle({ name, over, outcome }: Props) {
  const t = useTranslations('links')
  const { state, toggle } = useNotify(over, { title: plainName(name), body: outcome })
  if (!canNotify() || (over && state !== 'failed')) return null
  const on = state === 'on'
  return (
    <>
      {!over && (
        <Button weight="quiet" aria-pressed={on} onClick={toggle} title={t('notify')} className="max-sm:px-2.5">
          {on ? <BellRing aria-hidden="true" className="text-beam" /> : <Bell aria-hidden="true" />}
          <span className="max-sm:sr-only">{t('notify')}</span>
        </Button>
      )}
      <p role="status" className="basis-full text-small text-ink-soft not-empty:pb-2">
        {state === 'refused' && t('notifyRefused')}
        {state === 'failed' && t('notifyFailed')}
      </p>
    </>
  )
}
