// One line of a form: a label, what is typed, a hint, and what is wrong with it.
import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

export type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'aria-invalid' | 'aria-describedby' | 'children'> & {
  label: string
  name: string
  hint?: string | undefined
  /** What is typed counts to the letter, so that nothing is to correct it or to make capitals of it. */
  verbatim?: boolean
  /** Sentences; none while nothing is wrong. */
  errors?: readonly string[] | undefined
  /** What stands in the field after what is typed, such as a button. */
  after?: ReactNode
}

const toTheLetter = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const

export function Field({ label, hint, verbatim = false, errors = [], after, className, ...input }: FieldProps) {
  const id = useId()
  const [hintId, errorId] = [`${id}hint`, `${id}error`]
  const wrong = errors.length > 0
  const described = [hint !== undefined && hintId, wrong && errorId].filter((part) => part !== false).join(' ')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          {...(verbatim && toTheLetter)}
          {...input}
          id={id}
          aria-invalid={wrong}
          aria-describedby={described === '' ? undefined : described}
          className={clsx(
            // Below 16 px, telephones zoom in on what is typed.
            'block min-h-10 w-full rounded-control border bg-card px-3 text-lead placeholder:text-ink-soft read-only:text-ink-soft sm:text-base',
            wrong ? 'border-failed' : 'border-edge',
            after !== undefined && 'pe-12',
            className,
          )}
        />
        {after !== undefined && <div className="absolute inset-y-0 end-1 flex items-center">{after}</div>}
      </div>
      {hint !== undefined && (
        <p id={hintId} className="text-small text-ink-soft">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={errorId} className="text-small text-failed">
          {errors.join(' ')}
        </p>
      )}
    </div>
  )
}
