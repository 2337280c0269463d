// One file that the server fetches: how far, how fast, how long, and the way to stop it.
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import type { StateWord } from '#components/mirror/link-state.ts'
import { StateMark } from '#components/mirror/state-mark.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { UploadState, UploadView } from '#components/upload/upload-view.ts'

const words: Record<UploadState, StateWord> = {
  waiting: 'Waiting',
  uploading: 'Fetching',
  paused: 'Paused',
  staged: 'Uploaded',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

type Props = { file: UploadView; onCancel: (id: string) => void }

export const FetchRow = memo(function FetchRow({ file, onCancel }: Props) {
  const t = useTranslations('fetch')
  const common = useTranslations('common')
  const format = useFormat()
  const translate = useServerSentence()
  const { id, name, size, sent, state, rate, secondsLeft, fault } = file
  const isUnderWay = state === 'waiting' || state === 'uploading'
  return (
    <li className="relative border-b border-line px-4 py-2.5 sm:px-5">
      <div className="flex items-center gap-2">
        <div className="min-w-0 grow">
          <div className="flex items-baseline justify-between gap-3">
            <FileName name={name} />
            <span className="figures shrink-0 text-ink-soft">{format.bytes(size)}</span>
          </div>
          <div className="flex min-h-5 items-center justify-between gap-3 text-small text-ink-soft">
            <StateMark word={words[state]} />
            <span className="figures flex gap-3 whitespace-nowrap">
              <span className="max-sm:hidden">{rate === null ? '' : format.rate(rate)}</span>
              <span>{secondsLeft === null ? '' : format.timeLeft(secondsLeft)}</span>
            </span>
          </div>
        </div>
        <div className="flex size-8 shrink-0">
          {isUnderWay && (
            <IconButton name={t('cancelFile', { name })} hint={common('cancel')} onClick={() => onCancel(id)}>
              <X aria-hidden="true" />
            </IconButton>
          )}
        </div>
      </div>
      {fault?.sentence != null && <p className="mt-1 text-small text-failed">{translate(fault.sentence)}</p>}
      {isUnderWay && (
        <div className="absolute inset-x-0 -bottom-0.5">
          <ProgressBar
            value={sent / size}
            label={t('fetchOf', { name })}
            tone={state === 'waiting' ? 'still' : 'beam'}
          />
        </div>
      )}
    </li>
  )
})
