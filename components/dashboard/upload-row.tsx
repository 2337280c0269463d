// One file on its way up: how far, how fast, how long, and the ways to hold or stop it.
import { Pause, Play, RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { StateWord } from '#components/mirror/link-state.ts'
import { useServerSentence } from '#components/messages/use-server-sentence.ts'
import { StateMark } from '#components/mirror/state-mark.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { UploadFault, Uploads, UploadState, UploadView } from '#components/upload/upload-view.ts'
import { Indent } from './indent.tsx'

export type UploadActions = Pick<Uploads, 'pause' | 'resume' | 'retry' | 'cancel'>

const words: Record<UploadState, StateWord> = {
  waiting: 'Waiting',
  uploading: 'Uploading',
  paused: 'Paused',
  staged: 'Uploaded',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

const tones = { waiting: 'still', uploading: 'beam', paused: 'still', failed: 'failed' } as const

type Props = { file: UploadView; depth: number; actions: UploadActions }

/** Drawn again only when its own file has changed. */
export const UploadRow = memo(function UploadRow({ file, depth, actions }: Props) {
  const t = useTranslations('upload')
  const format = useFormat()
  const { id, name, size, sent, state, fault } = file
  return (
    <div className="relative border-b border-line px-4 py-2.5 sm:px-5">
      <div className="flex items-center gap-2">
        <Indent depth={depth} />
        <div className="min-w-0 grow">
          <div className="flex items-baseline justify-between gap-3">
            <FileName name={name} />
            <span className="figures shrink-0 text-ink-soft">{format.bytes(size)}</span>
          </div>
          <div className="flex min-h-5 items-center justify-between gap-3 text-small text-ink-soft">
            <StateMark word={words[state]} />
            <Pace file={file} />
          </div>
        </div>
        <RowButtons id={id} name={name} state={state} actions={actions} />
      </div>
      {fault !== null && <Fault fault={fault} />}
      {/* The line below a file is its bar: it fills, and is a plain line again once all is there. */}
      {state !== 'staged' && state !== 'cancelled' && (
        <div className="absolute inset-x-0 bottom-0">
          <ProgressBar value={size === 0 ? 0 : sent / size} label={t('uploadOf', { name })} tone={tones[state]} />
        </div>
      )}
    </div>
  )
})

function Fault({ fault: { kind, sentence } }: { fault: UploadFault }) {
  const t = useTranslations('upload.faults')
  const translate = useServerSentence()
  return <p className="mt-1 text-small text-failed">{sentence === null ? t(kind) : translate(sentence)}</p>
}

function Pace({ file: { state, rate, secondsLeft, sent } }: { file: UploadView }) {
  const t = useTranslations('upload')
  const format = useFormat()
  if (state === 'paused') return <span className="figures">{t('soFar', { sent: format.bytes(sent) })}</span>
  if (state !== 'uploading') return null
  return (
    <span className="figures flex gap-3 whitespace-nowrap">
      {/* A phone has room for one of the two; the rate of all files stands at the bottom. */}
      <span className="max-sm:hidden">{rate === null ? '' : format.rate(rate)}</span>
      <span>{secondsLeft === null ? '' : format.timeLeft(secondsLeft)}</span>
    </span>
  )
}

type ButtonsProps = Pick<UploadView, 'id' | 'name' | 'state'> & { actions: UploadActions }

function RowButtons({ id, name, state, actions }: ButtonsProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  const under = state === 'waiting' || state === 'uploading'
  return (
    // The place of two buttons is kept, so that a row is as wide at its end as at its beginning.
    <div className="flex h-8 w-16 shrink-0 justify-end">
      {under && (
        <IconButton name={t('pauseFile', { name })} hint={t('pause')} onClick={() => actions.pause(id)}>
          <Pause aria-hidden="true" />
        </IconButton>
      )}
      {state === 'paused' && (
        <IconButton name={t('goOnWithFile', { name })} hint={t('goOn')} onClick={() => actions.resume(id)}>
          <Play aria-hidden="true" />
        </IconButton>
      )}
      {state === 'failed' && (
        <IconButton name={t('tryFileAgain', { name })} hint={common('tryAgain')} onClick={() => actions.retry(id)}>
          <RotateCw aria-hidden="true" />
        </IconButton>
      )}
      {(under || state === 'paused' || state === 'failed') && (
        <IconButton name={t('cancelFile', { name })} hint={common('cancel')} onClick={() => actions.cancel(id)}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}
