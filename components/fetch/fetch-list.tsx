'use client'
// The files of a mirror that the server fetches, a row each.
import { useTranslations } from 'next-intl'
import { useEffect, useSyncExternalStore } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { FetchingView } from '#components/mirror/mirror-view.ts'
import { FetchRow } from './fetch-row.tsx'
import type { FetchSession } from './fetch-session.ts'

type Props = {
  session: FetchSession
  /** The newest that the page has heard of them. */
  fetching: readonly FetchingView[] | undefined
}

export function FetchList({ session, fetching }: Props) {
  const common = useTranslations('common')
  const format = useFormat()
  const { files, bytes } = useSyncExternalStore(session.subscribe, session.view, session.view)
  useEffect(() => {
    if (fetching) session.hear(fetching)
  }, [session, fetching])
  const kept = files.filter((file) => file.state !== 'cancelled')
  return (
    <section aria-labelledby="files-title" className="overflow-clip rounded-card border border-line bg-card">
      <div className="flex items-baseline justify-between gap-3 border-b border-line px-4 py-3 sm:px-5">
        <h2 id="files-title" className="font-semibold">
          {common('files', { count: kept.length })}
        </h2>
        <span className="figures me-10 text-ink-soft">{format.bytes(bytes)}</span>
      </div>
      <ul>
        {files.map((file) => (
          <FetchRow key={file.id} file={file} onCancel={session.cancel} />
        ))}
      </ul>
    </section>
  )
}
