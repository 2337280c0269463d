'use client'
// A password, hidden until its owner wants to see it.
import { Eye, EyeOff } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field, type FieldProps } from './field.tsx'
import { IconButton } from './icon-button.tsx'

type Props = Omit<FieldProps, 'type' | 'after'> & { autoComplete: 'current-password' | 'new-password' }

export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false)
  const t = useTranslations('common')
  // In German a noun keeps its capital.
  const what = useLocale() === 'en' ? props.label.toLowerCase() : props.label
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      verbatim
      after={
        <IconButton
          name={t(shown ? 'hideWhat' : 'showWhat', { what })}
          hint={t(shown ? 'hide' : 'show')}
          onClick={() => setShown(!shown)}
          className="noscript:hidden"
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      }
    />
  )
}
