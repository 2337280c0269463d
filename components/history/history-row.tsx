'use client'
// One mirror of the history: its fan, its name, how much, when, and where it is; it opens to its files.
import { clsx } from 'clsx'
import { ChevronDown, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { SmallFan } from '#components/fan/small-fan.tsx'
import { formatBytes } from '#components/format/bytes.ts'
import { plainName } from '#components/format/plain-name.ts'
import { count } from '#components/format/plural.ts'
import { rayState, statusSentence } from '#components/mirror/link-state.ts'
import { DateTime } from '#components/ui/date-time.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { HistoryItem } from './filter.ts'
import { RenameForm } from './rename-form.tsx'
import { RowDetails } from './row-details.tsx'

type Props = {
  item: HistoryItem
  onRenamed: (item: HistoryItem) => void
  onDelete: (item: HistoryItem) => void
}

/** The element that gets the focus when the row before it is gone. */
export const rowLinkId = (id: HistoryItem['id']): string => `mirror-${id}`

export function HistoryRow({ item, onRenamed, onDelete }: Props) {
  const [open, setOpen] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const { id, status, hosts } = item
  const name = plainName(item.name)
  const detailsId = `details-${id}`
  const endRename = (renamed: HistoryItem | null) => {
    if (renamed) onRenamed(renamed)
    setRenaming(false)
    pencil.current?.focus()
  }
  return (
    <div role="listitem" className="border-t border-line">
      <div className="grid min-h-16 grid-cols-[auto_auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 py-2 pr-2 pl-2 hover:bg-beam-faint sm:pr-3 md:grid-cols-[auto_auto_minmax(0,1fr)_auto_7rem_auto] md:gap-x-4">
        <IconButton
          name={`Files of ${name}`}
          hint={open ? 'Hide the files' : 'Show the files'}
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown aria-hidden="true" className={clsx('transition-transform', !open && '-rotate-90')} />
        </IconButton>
        <SmallFan states={hosts.map(rayState)} />
        {renaming ? (
          <RenameForm item={item} onDone={endRename} />
        ) : (
          <span className="min-w-0">
            <Link
              id={rowLinkId(id)}
              href={`/mirror/${id}`}
              prefetch={false}
              className="block truncate rounded-control font-semibold hover:underline focus-visible:-outline-offset-2"
              dir="auto"
              title={name}
            >
              {name}
            </Link>
            <span className="block truncate text-small text-ink-soft">{statusSentence(status, hosts)}</span>
          </span>
        )}
        <Facts item={item} />
        <span className="col-start-3 row-start-2 justify-self-end md:col-start-auto md:row-start-auto">
          <IconButton ref={pencil} name={`Rename ${name}`} hint="Rename" onClick={() => setRenaming(true)}>
            <Pencil aria-hidden="true" />
          </IconButton>
          <IconButton name={`Delete ${name}`} hint="Delete" onClick={() => onDelete(item)}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {open && (
        <div id={detailsId}>
          <RowDetails item={item} />
        </div>
      )}
    </div>
  )
}

/** How much and since when: one line on a phone, two columns beside the name elsewhere. */
function Facts({ item: { fileCount, bytes, uploadedAt } }: { item: HistoryItem }) {
  return (
    <>
      <span className="col-span-2 col-start-2 row-start-2 truncate pr-18 text-small text-ink-soft md:col-span-1 md:col-start-auto md:row-start-auto md:pr-0 md:text-right">
        {count(fileCount, 'file')} · <span className="figures">{formatBytes(bytes)}</span>
        <span className="md:hidden">
          {' '}
          · <DateTime at={uploadedAt} />
        </span>
      </span>
      <span className="hidden text-right text-small text-ink-soft md:block">
        <DateTime at={uploadedAt} />
      </span>
    </>
  )
}
