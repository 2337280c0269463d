'use client'
// A password, hidden until its owner wants to see it.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Field, type FieldProps } from './field.tsx'
import { IconButton } from './icon-button.tsx'

type Props = Omit<FieldProps, 'type' | 'after'> & { autoComplete: 'current-password' | 'new-password' }

export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false)
  const what = props.label.toLowerCase()
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      verbatim
      after={
        <IconButton
          name={shown ? `Hide the ${what}` : `Show the ${what}`}
          hint={shown ? 'Hide' : 'Show'}
          onClick={() => setShown(!shown)}
          className="noscript:hidden"
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      }
    />
  )
}
