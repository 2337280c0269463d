// A bar that is filled as far as something has come. SVG attributes carry the number, so no inline style is needed.
import { clsx } from 'clsx'

type Props = {
  /** From 0 to 1. */
  value: number
  label: string
  tone?: 'beam' | 'live' | 'failed' | 'still'
}

const fills = { beam: 'fill-beam', live: 'fill-live', failed: 'fill-failed', still: 'fill-edge' } as const

export function ProgressBar({ value, label, tone = 'beam' }: Props) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      width="100%"
      height={3}
      className="block"
    >
      <rect width={`${percent}%`} height={3} className={clsx('bar-fill', fills[tone])} />
    </svg>
  )
}
