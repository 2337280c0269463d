// One file on its way up: how far, how fast, how long, and the ways to hold or stop it.
import { Pause, Play, RotateCw, X } from 'lucide-react'
import { formatBytes } from '#components/format/bytes.ts'
import { useFormat } from '#components/format/use-format.ts'
import type { StateWord } from '#components/mirror/link-state.ts'
import { StateMark } from '#components/mirror/state-mark.tsx'
import { FileName } from '#components/ui/file-name.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { UploadState, UploadView } from '#components/upload/upload-session.ts'

export type UploadActions = Record<'pause' | 'resume' | 'retry' | 'cancel', (id: string) => void>

const words: Record<UploadState, StateWord> = {
  waiting: 'Waiting',
  uploading: 'Uploading',
  paused: 'Paused',
  staged: 'Uploaded',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

const tones = { waiting: 'still', uploading: 'beam', paused: 'still', failed: 'failed' } as const

export function UploadRow({ file, actions }: { file: UploadView; actions: UploadActions }) {
  const { id, name, path, size, sent, state, error } = file
  return (
    <li className="relative border-b border-line px-4 py-2.5 sm:px-5">
      <div className="flex items-center gap-2">
        <div className="min-w-0 grow">
          <div className="flex items-baseline justify-between gap-3">
            <span className="flex min-w-0 items-baseline gap-2">
              <FileName name={name} />
              {path !== null && (
                <span className="hidden max-w-40 truncate text-small text-ink-soft sm:inline">{path}</span>
              )}
            </span>
            <span className="figures shrink-0 text-ink-soft">{formatBytes(size)}</span>
          </div>
          <div className="flex min-h-5 items-center justify-between gap-3 text-small text-ink-soft">
            <StateMark word={words[state]} />
            <Pace file={file} />
          </div>
        </div>
        <RowButtons id={id} name={name} state={state} actions={actions} />
      </div>
      {error !== null && <p className="mt-1 text-small text-failed">{error}</p>}
      {/* The line below a file is its bar: it fills, and is a plain line again once all is there. */}
      {state !== 'staged' && state !== 'cancelled' && (
        <div className="absolute inset-x-0 -bottom-0.5">
          <ProgressBar value={size === 0 ? 0 : sent / size} label={`Upload of ${name}`} tone={tones[state]} />
        </div>
      )}
    </li>
  )
}

function Pace({ file: { state, rate, secondsLeft, sent } }: { file: UploadView }) {
  const format = useFormat()
  if (state === 'paused') return <span className="figures">{formatBytes(sent)} so far</span>
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
  const under = state === 'waiting' || state === 'uploading'
  return (
    // The place of two buttons is kept, so that a row is as wide at its end as at its beginning.
    <div className="flex h-8 w-16 shrink-0 justify-end">
      {under && (
        <IconButton name={`Pause ${name}`} hint="Pause" onClick={() => actions.pause(id)}>
          <Pause aria-hidden="true" />
        </IconButton>
      )}
      {state === 'paused' && (
        <IconButton name={`Go on with ${name}`} hint="Go on" onClick={() => actions.resume(id)}>
          <Play aria-hidden="true" />
        </IconButton>
      )}
      {state === 'failed' && (
        <IconButton name={`Try ${name} again`} hint="Try again" onClick={() => actions.retry(id)}>
          <RotateCw aria-hidden="true" />
        </IconButton>
      )}
      {(under || state === 'paused' || state === 'failed') && (
        <IconButton name={`Cancel ${name}`} hint="Cancel" onClick={() => actions.cancel(id)}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}
