'use client'
// The password of a mirror's page: set, changed, or taken away.
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CheckBox } from '#components/ui/check-box.tsx'
import { PasswordField } from '#components/ui/password-field.tsx'

/** What a form with it says: null takes the password away, undefined leaves it as it is. */
export function readPassword(typed: FormData): string | null | undefined {
  const password = typed.get('password')
  if (typeof password === 'string' && password !== '') return password
  return typed.has('removePassword') ? null : undefined
}

export function PasswordChoice({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations('sharing.dialog')
  const labelId = useId()
  const [remove, setRemove] = useState(false)
  return (
    <div className="grid gap-3">
      {!remove && (
        <PasswordField
          label={hasPassword ? t('newPassword') : t('password')}
          name="password"
          hint={hasPassword ? t('keepPassword') : t('passwordHint')}
          autoComplete="new-password"
          maxLength={200}
        />
      )}
      {hasPassword && (
        <label className="flex min-h-6 items-center gap-3">
          <CheckBox checked={remove} onChange={setRemove} labelledBy={labelId} />
          {remove && <input type="hidden" name="removePassword" value="yes" />}
          <span id={labelId}>{t('removePassword')}</span>
        </label>
      )}
    </div>
  )
}
