'use client'
// A form that is sent by a script: what was typed stays, and what is wrong stands beside its field.
import { type SubmitEvent, useState } from 'react'
import type { FormFailure } from './form-failure.ts'
import { useFormFailure } from './use-form-failure.ts'

type State = { kind: 'idle' | 'sending' | 'done' } | { kind: 'failed'; failure: FormFailure }

/** What is typed, by the names of the fields; '' where nothing is. */
export type Typed = (name: string) => string

export type FormHandle = {
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void
  /** The name of a field and what is wrong with it. */
  field(name: string): { name: string; errors: readonly string[] }
  sending: boolean
  done: boolean
  /** What is wrong since it was last sent: another object each time. */
  failure: FormFailure | null
}

/** @param send does what the form is for; what it throws is shown */
export function useForm(send: (typed: Typed, form: HTMLFormElement) => Promise<void>): FormHandle {
  const failureOf = useFormFailure()
  const [state, setState] = useState<State>({ kind: 'idle' })

  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (state.kind === 'sending') return
    const form = event.currentTarget
    const data = new FormData(form)
    const typed: Typed = (name) => {
      const value = data.get(name)
      return typeof value === 'string' ? value : ''
    }
    setState({ kind: 'sending' })
    send(typed, form).then(
      () => setState({ kind: 'done' }),
      (error: unknown) => setState({ kind: 'failed', failure: failureOf(error, new Set(data.keys())) }),
    )
  }
  const failure = state.kind === 'failed' ? state.failure : null
  return {
    onSubmit,
    field: (name) => ({ name, errors: failure?.fields[name] ?? [] }),
    sending: state.kind === 'sending',
    done: state.kind === 'done',
    failure,
  }
}
