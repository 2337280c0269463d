'use client'
// The frame of a form: its fields, what is wrong with the whole, the button, and that it is done.
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button, type Weight } from '#components/ui/button.tsx'
import type { FormHandle } from './use-form.ts'

type Props = {
  form: FormHandle
  children?: ReactNode
  action: string
  weight?: Weight
  /** What is said while an answer takes its time; left out where it does not. */
  sendingSentence?: string
  /** What is said once it is done; left out where the form is gone by then. */
  doneSentence?: string
  /** Beside the button. */
  beside?: ReactNode
}

export function AccountForm(props: Props) {
  const { form, children, action, weight = 'primary', sendingSentence, doneSentence, beside } = props
  const { failure, sending, done, onSubmit } = form
  const t = useTranslations('account.form')
  const ref = useRef<HTMLFormElement>(null)

  // The first field that is wrong is where to go on.
  useEffect(() => {
    if (failure) ref.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [failure])

  const sentence = failure?.sentence ?? null
  return (
    // Sent before the script is awake, it must not put a password into the address.
    <form ref={ref} onSubmit={onSubmit} method="post" noValidate className="grid max-w-read gap-4">
      {children}
      {sentence !== null && (
        <p role="alert" className="rounded-control border border-failed px-3 py-2">
          {sentence}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" weight={weight} disabled={sending} focusableWhenDisabled className="noscript:hidden">
          {action}
        </Button>
        <noscript>{t('needsScript')}</noscript>
        {beside}
        <p role="status" className="flex items-center gap-2">
          {sending && sendingSentence}
          {done && doneSentence !== undefined && (
            <>
              <Check aria-hidden="true" className="size-4 text-live" />
              {doneSentence}
            </>
          )}
        </p>
      </div>
    </form>
  )
}
