// Several lines of a form: a label, what is typed, and a hint.
import { type ComponentProps, useId } from 'react'

type Props = Omit<ComponentProps<'textarea'>, 'id' | 'aria-describedby' | 'children'> & {
  label: string
  name: string
  hint: string
}

export function TextArea({ label, hint, ...area }: Props) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <textarea
        rows={5}
        {...area}
        id={id}
        aria-describedby={`${id}hint`}
        className="block w-full rounded-control border border-edge bg-card px-3 py-2 text-lead sm:text-base"
      />
      <p id={`${id}hint`} className="text-small text-ink-soft">
        {hint}
      </p>
    </div>
  )
}
