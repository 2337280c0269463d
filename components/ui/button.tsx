// Buttons and links that look like buttons: one shape, four weights.
import { clsx } from 'clsx'
import { PlainButton, type PlainButtonProps } from './plain-button.tsx'

export type Weight = 'primary' | 'plain' | 'quiet' | 'danger'

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-4 text-base font-semibold whitespace-nowrap select-none transition-colors duration-100 data-disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0'

const weights: Record<Weight, string> = {
  primary: 'bg-beam text-on-beam hover:bg-beam-strong data-disabled:bg-line data-disabled:text-ink-soft',
  plain:
    'border border-edge bg-card text-ink hover:bg-beam-faint data-disabled:text-ink-soft data-disabled:border-line',
  quiet: 'text-ink hover:bg-beam-faint data-disabled:text-ink-soft',
  // What cannot be undone.
  danger:
    'border border-failed bg-card text-failed hover:bg-beam-faint data-disabled:text-ink-soft data-disabled:border-line',
}

/** The classes of a button, for an element that is none, such as a link. */
export const buttonLook = (weight: Weight = 'plain', more?: string): string => clsx(shape, weights[weight], more)

type ButtonProps = Omit<PlainButtonProps, 'className'> & { weight?: Weight; className?: string }

export function Button({ weight = 'plain', className, ...rest }: ButtonProps) {
  return <PlainButton {...rest} className={buttonLook(weight, className)} />
}
