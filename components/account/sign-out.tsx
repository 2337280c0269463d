'use client'
// Ends the session of this browser.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { signOut } from '#components/session/next-auth.ts'
import { Button } from '#components/ui/button.tsx'
import { useFormFailure } from './use-form-failure.ts'

export function SignOut() {
  const t = useTranslations('account')
  const failureOf = useFormFailure()
  const [state, setState] = useState<{ busy: boolean; sentence: string | null }>({ busy: false, sentence: null })
  const leave = () => {
    setState({ busy: true, sentence: null })
    signOut().then(
      // Loaded anew, so that nothing of the account stays in the page's memory.
      () => window.location.assign('/'),
      (error: unknown) => setState({ busy: false, sentence: failureOf(error).sentence }),
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button onClick={leave} disabled={state.busy} focusableWhenDisabled>
        {t('sessions.signOut')}
      </Button>
      <p role="alert">{state.sentence}</p>
    </div>
  )
}
