// A button that is only an icon: it always has a name, which a pointer gets as a tooltip.
import { clsx } from 'clsx'
import { PlainButton, type PlainButtonProps } from './plain-button.tsx'

type Props = Omit<PlainButtonProps, 'className' | 'title' | 'aria-label'> & {
  name: string
  /** What the tooltip says, when the name is longer than needed beside what is seen. */
  hint?: string
  className?: string
}

export function IconButton({ name, hint = name, className, ...rest }: Props) {
  return (
    <PlainButton
      {...rest}
      title={hint}
      aria-label={name}
      className={clsx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors duration-100 hover:bg-beam-faint hover:text-ink data-disabled:opacity-50 [&_svg]:size-4',
        className,
      )}
    />
  )
}
