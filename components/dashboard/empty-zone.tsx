'use client'
// The dashboard before the first file: one place to drop, and what to know before that.
import { Fan } from '#components/fan/fan.tsx'
import { formatLimit } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import type { Limits } from '#components/upload/accept-files.ts'
import type { PickedFile } from '#components/upload/upload-session.ts'
import { FilePickers } from './file-pickers.tsx'

type Props = { limits: Limits; hostsReady: number; busy: boolean; onFiles: (files: PickedFile[]) => void }

const MOST_RAYS = 7

export function EmptyZone({ limits, hostsReady, busy, onFiles }: Props) {
  const rays = Array.from({ length: Math.min(MOST_RAYS, Math.max(3, hostsReady)) }, (_, index) => ({
    id: String(index),
    progress: 0,
    state: 'waiting' as const,
  }))
  return (
    <section className="flex grow flex-col items-center justify-center rounded-card border border-dashed border-edge bg-card px-6 py-12 text-center">
      <Fan upload={0} rays={rays} width={264} rowHeight={132 / rays.length} stageAt={0.4} className="max-w-full" />
      <h1 className="mt-6 text-title sm:text-display font-semibold tracking-tight">Drop files or folders</h1>
      <p className="mt-2 max-w-110 text-lead text-ink-soft">
        Uploaded once, sent on to every host you pick, shared with one link.
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-3">
        <FilePickers onFiles={onFiles} disabled={busy} />
      </div>
      <p role="status" className="mt-6 min-h-5 text-small text-ink-soft">
        {busy
          ? 'One moment, the link is being made.'
          : [
              `Up to ${formatLimit(limits.maxFileSize)} a file`,
              hostsReady === 0 ? 'no host is ready' : `${count(hostsReady, 'host')} ready`,
              'no account needed',
            ].join(' · ')}
      </p>
      <noscript>
        <p className="mt-4 text-small">Uploading needs JavaScript. Pages that were shared with you do not.</p>
      </noscript>
    </section>
  )
}
