'use client'
// How many files are how far, and what can be done with all of them at once; it stays in its place from the first byte to the last.
import { Pause, Play, RotateCw, X, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { Uploads, UploadState } from '#components/upload/upload-view.ts'

type Props = {
  counts: Record<UploadState, number>
  settled: boolean
  actions: Pick<Uploads, 'pauseAll' | 'resumeAll' | 'retryAll' | 'cancelAll'>
}

export function AllFiles({ counts, settled, actions }: Props) {
  const t = useTranslations('upload')
  const [asking, setAsking] = useState(false)
  const { waiting, uploading, paused, failed, staged, cancelled } = counts
  const moving = waiting + uploading
  const left = moving + paused + failed
  const all = left + staged
  const parts = [
    t('counts.uploaded', { staged, count: all }),
    paused > 0 ? t('counts.paused', { count: paused }) : '',
    failed > 0 ? t('counts.failed', { count: failed }) : '',
    cancelled > 0 ? t('counts.cancelled', { count: cancelled }) : '',
  ]
  return (
    <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line py-1 ps-4 pe-2 sm:ps-5 sm:pe-3">
      <p className="figures min-w-0 text-small text-ink-soft">{parts.filter(Boolean).join(' · ')}</p>
      <p role="status" className="sr-only">
        {settled && (failed > 0 ? t('told.failed') : paused > 0 ? t('told.paused') : t('told.over'))}
      </p>
      <div className="flex shrink-0">
        {moving > 0 && <Action Icon={Pause} word={t('pauseAll')} onClick={actions.pauseAll} />}
        {paused > 0 && <Action Icon={Play} word={t('goOnWithAll')} onClick={actions.resumeAll} />}
        {failed > 0 && <Action Icon={RotateCw} word={t('tryAllAgain')} onClick={actions.retryAll} />}
        {left > 0 && <Action Icon={X} word={t('cancelAll')} onClick={() => setAsking(true)} />}
      </div>
      <CancelAll
        open={asking && left > 0}
        left={left}
        staged={staged}
        onClose={() => setAsking(false)}
        onCancel={actions.cancelAll}
      />
    </div>
  )
}

/** A phone has room for the sign alone. */
const Action = ({ Icon, word, onClick }: { Icon: LucideIcon; word: string; onClick: () => void }) => (
  <Button weight="quiet" className="max-sm:px-2.5 sm:px-3" title={word} onClick={onClick}>
    <Icon aria-hidden="true" />
    <span className="max-sm:sr-only">{word}</span>
  </Button>
)

type CancelProps = { open: boolean; left: number; staged: number; onClose: () => void; onCancel: () => void }

function CancelAll({ open, left, staged, onClose, onCancel }: CancelProps) {
  const t = useTranslations('upload.cancelling')
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title', { count: left })}
      // The button that asked is gone once there is nothing left to cancel.
      focusAfter={() => (left > 0 ? null : document.querySelector<HTMLElement>('main h1'))}
      actions={
        <>
          <Button onClick={onClose}>{t('no')}</Button>
          <Button
            weight="danger"
            onClick={() => {
              onCancel()
              onClose()
            }}
          >
            {t('yes')}
          </Button>
        </>
      }
    >
      <p>{t('lost')}</p>
      {staged > 0 && <p>{t('kept', { count: staged })}</p>}
    </Dialog>
  )
}
