// A state as a mark and a word, so that it is never colour alone.
import { clsx } from 'clsx'
import {
  ArrowUpRight,
  Check,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleX,
  CloudDownload,
  LoaderCircle,
  Unlink,
  type LucideIcon,
  Upload,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { StateWord } from './link-state.ts'

const marks: Record<StateWord, { Icon: LucideIcon; tone: string; turns?: boolean }> = {
  Waiting: { Icon: CircleDashed, tone: 'text-waiting' },
  Uploading: { Icon: Upload, tone: 'text-beam' },
  Fetching: { Icon: CloudDownload, tone: 'text-beam' },
  Paused: { Icon: CirclePause, tone: 'text-waiting' },
  Uploaded: { Icon: Check, tone: 'text-live' },
  Sending: { Icon: ArrowUpRight, tone: 'text-beam' },
  Checking: { Icon: LoaderCircle, tone: 'text-beam', turns: true },
  Live: { Icon: CircleCheck, tone: 'text-live' },
  Failed: { Icon: CircleX, tone: 'text-failed' },
  Cancelled: { Icon: CircleMinus, tone: 'text-waiting' },
  Dead: { Icon: Unlink, tone: 'text-failed' },
}

export function StateMark({ word }: { word: StateWord }) {
  const t = useTranslations('states')
  const { Icon, tone, turns } = marks[word]
  return (
    <span className={clsx('inline-flex shrink-0 items-center gap-1.5', tone)}>
      <Icon aria-hidden="true" className={clsx('size-4 shrink-0', turns && 'spin-slow')} />
      {t(word)}
    </span>
  )
}
