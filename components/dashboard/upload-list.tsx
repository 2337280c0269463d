'use client'
// The files of a mirror on their way up. Of very many, those that need a look come first and the rest is counted.
import { useState } from 'react'
import { formatBytes } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import { Button } from '#components/ui/button.tsx'
import type { UploadState, UploadsView, UploadView } from '#components/upload/upload-session.ts'
import { type UploadActions, UploadRow } from './upload-row.tsx'

const SHOWN_AT_FIRST = 50

const urgency: Record<UploadState, number> = { failed: 0, uploading: 1, paused: 1, waiting: 2, staged: 3, cancelled: 4 }

/** In the order they were picked while all fit; else the failed and the moving ones first. */
function inOrder(files: readonly UploadView[], all: boolean): readonly UploadView[] {
  if (all || files.length <= SHOWN_AT_FIRST) return files
  return files.toSorted((a, b) => urgency[a.state] - urgency[b.state]).slice(0, SHOWN_AT_FIRST)
}

export function UploadList({ uploads, actions }: { uploads: UploadsView; actions: UploadActions }) {
  const [all, setAll] = useState(false)
  const shown = inOrder(uploads.files, all)
  const kept = uploads.files.filter((file) => file.state !== 'cancelled')
  return (
    <section aria-labelledby="files-title" className="overflow-clip rounded-card border border-line bg-card">
      <div className="flex items-baseline justify-between gap-3 border-b border-line px-4 py-3 sm:px-5">
        <h2 id="files-title" className="font-semibold">
          {count(kept.length, 'file')}
        </h2>
        <span className="figures mr-18 text-ink-soft">{formatBytes(uploads.bytes)}</span>
      </div>
      <ul>
        {shown.map((file) => (
          <UploadRow key={file.id} file={file} actions={actions} />
        ))}
      </ul>
      {shown.length < uploads.files.length && (
        <div className="border-t border-line px-4 py-2 sm:px-5">
          <Button weight="quiet" onClick={() => setAll(true)}>
            Show {count(uploads.files.length - shown.length, 'more file')}
          </Button>
        </div>
      )}
    </section>
  )
}
