'use client'
// One mirror of the history: its fan, its name, how much, when, and where it is; it opens to its files.
import { clsx } from 'clsx'
import { ChevronDown, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { memo, useRef, useState } from 'react'
import { SmallFan } from '#components/fan/small-fan.tsx'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { rayState } from '#components/mirror/link-state.ts'
import { useLinkWords } from '#components/mirror/use-link-words.ts'
import { DateTime } from '#components/ui/date-time.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import type { HistoryItem } from './filter.ts'
import { RenameForm } from './rename-form.tsx'
import { RowChoice } from './row-choice.tsx'
import { RowDetails } from './row-details.tsx'
import { rowLinkId } from './row-link.ts'
import { useRename } from './use-rename.ts'

export type RowActions = {
  onChoose: (id: string, checked: boolean, range: boolean) => void
  onChanged: (item: HistoryItem) => void
  onDelete: (item: HistoryItem) => void
  onDeleteWithCopies: (item: HistoryItem) => void
}

type Props = RowActions & {
  item: HistoryItem
  /** Null while rows are not being chosen. */
  chosen: boolean | null
}

export const HistoryRow = memo(function HistoryRow({ item, chosen, ...actions }: Props) {
  const { onChoose, onChanged, onDelete, onDeleteWithCopies } = actions
  const [open, setOpen] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const rename = useRename(item, onChanged, () => pencil.current?.focus())
  const t = useTranslations('history.row')
  const { id, status, hosts, takenDown } = item
  const words = useLinkWords()
  const name = plainName(item.name)
  const detailsId = `details-${id}`
  return (
    <div role="listitem" className="border-t border-line">
      <div
        className={clsx(
          'grid min-h-16 grid-cols-[auto_auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 py-2 ps-2 pe-2 hover:bg-beam-faint sm:pe-3 md:grid-cols-[auto_auto_minmax(0,1fr)_auto_7rem_auto] md:gap-x-4',
          chosen && 'bg-beam-faint',
        )}
      >
        <IconButton
          name={t('open', { name })}
          hint={t(open ? 'hide' : 'show')}
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown
            aria-hidden="true"
            className={clsx('transition-transform', !open && '-rotate-90 rtl:rotate-90')}
          />
        </IconButton>
        {chosen === null ? (
          <SmallFan states={hosts.map(rayState)} />
        ) : (
          <RowChoice id={id} checked={chosen} onChoose={onChoose} />
        )}
        {rename.typed ? (
          <RenameForm name={name} typed={rename.typed} onSave={rename.save} onLeave={rename.leave} />
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
            {takenDown === null ? (
              <span className="block truncate text-small text-ink-soft">{words.status(status, hosts)}</span>
            ) : (
              <span className="block text-small text-failed wrap-anywhere">
                {t('takenDown', { reason: takenDown.reason })}
              </span>
            )}
          </span>
        )}
        <Facts item={item} />
        <span className="col-start-3 row-start-2 justify-self-end md:col-start-auto md:row-start-auto">
          <IconButton ref={pencil} name={t('rename', { name })} hint={t('renameHint')} onClick={rename.begin}>
            <Pencil aria-hidden="true" />
          </IconButton>
          <IconButton name={t('delete', { name })} hint={t('deleteHint')} onClick={() => onDelete(item)}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {open && (
        <div id={detailsId}>
          <RowDetails item={item} onChanged={onChanged} onDeleteWithCopies={onDeleteWithCopies} />
        </div>
      )}
    </div>
  )
})

/** How much and since when: one line on a phone, two columns beside the name elsewhere. */
function Facts({ item: { fileCount, bytes, uploadedAt } }: { item: HistoryItem }) {
  const t = useTranslations('common')
  const format = useFormat()
  return (
    <>
      <span className="col-span-2 col-start-2 row-start-2 truncate pe-18 text-small text-ink-soft md:col-span-1 md:col-start-auto md:row-start-auto md:pe-0 md:text-end">
        {t('files', { count: fileCount })} · <span className="figures">{format.bytes(bytes)}</span>
        <span className="md:hidden">
          {' '}
          · <DateTime at={uploadedAt} />
        </span>
      </span>
      <span className="hidden text-end text-small text-ink-soft md:block">
        <DateTime at={uploadedAt} />
      </span>
    </>
  )
}
