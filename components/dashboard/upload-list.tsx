'use client'
// The files of a mirror on their way up. However many they are, only those in view are in the page.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { countStates, type Uploads, type UploadsView } from '#components/upload/upload-view.ts'
import { AllFiles } from './all-files.tsx'
import { FolderRow } from './folder-row.tsx'
import { type UploadActions, UploadRow } from './upload-row.tsx'
import { rowsOf } from './upload-tree.ts'
import { VirtualRows } from './virtual-rows.tsx'

type Actions = UploadActions & Pick<Uploads, 'pauseAll' | 'resumeAll' | 'retryAll' | 'cancelAll'>

export function UploadList({ uploads, actions }: { uploads: UploadsView; actions: Actions }) {
  const common = useTranslations('common')
  const format = useFormat()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const rows = rowsOf(uploads.files, closed)
  const counts = countStates(uploads.files)
  const toggle = (path: string) =>
    setClosed((before) => {
      const next = new Set(before)
      if (!next.delete(path)) next.add(path)
      return next
    })
  return (
    <section aria-labelledby="files-title" className="overflow-clip rounded-card border border-line bg-card">
      <div className="flex items-baseline justify-between gap-3 border-b border-line px-4 py-3 sm:px-5">
        <h2 id="files-title" className="font-semibold">
          {common('files', { count: uploads.files.length - counts.cancelled })}
        </h2>
        <span className="figures me-18 text-ink-soft">{format.bytes(uploads.bytes)}</span>
      </div>
      {uploads.files.length > 1 && <AllFiles counts={counts} settled={uploads.settled} actions={actions} />}
      <VirtualRows
        rows={rows}
        labelledBy="files-title"
        keyOf={(row) => (row.kind === 'file' ? row.file.id : `folder ${row.path}`)}
      >
        {(row) =>
          row.kind === 'file' ? (
            <UploadRow file={row.file} depth={row.depth} actions={actions} />
          ) : (
            <FolderRow folder={row} onToggle={toggle} />
          )
        }
      </VirtualRows>
    </section>
  )
}
