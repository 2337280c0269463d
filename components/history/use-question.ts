'use client'
// The question before a deletion that cannot be undone, and what is left to say when it was left before the hosts had answered.
import { useTranslations } from 'next-intl'
import { useCallback, useRef, useState } from 'react'
import { closeMirror } from '#components/dashboard/open-mirrors.ts'
import { plainName } from '#components/format/plain-name.ts'
import { type Deletion, isLeft } from './deletion.tsx'
import type { HistoryItem } from './filter.ts'
import { rowLinkId } from './row-link.ts'

type Asked = { item: HistoryItem; withCopies: boolean; open: boolean }

/** @param hide takes the row away */
export function useQuestion(items: readonly HistoryItem[], hide: (items: readonly HistoryItem[]) => void) {
  const t = useTranslations('history.dialog')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [left, setLeft] = useState<{ title: string; copies: Deletion } | null>(null)
  const next = useRef<string | null>(null)
  const ask = useCallback((item: HistoryItem, withCopies: boolean) => setAsked({ item, withCopies, open: true }), [])
  const close = () => setAsked((before) => before && { ...before, open: false })

  const deleted = (item: HistoryItem, copies: Deletion) => {
    const place = items.findIndex(({ id }) => id === item.id)
    const neighbour = items[place + 1] ?? items[place - 1]
    next.current = neighbour ? rowLinkId(neighbour.id) : null
    if (!isLeft(copies)) close()
    else if (!asked?.open) setLeft({ title: t('deletedHere', { name: plainName(item.name) }), copies })
    closeMirror(item.id)
    hide([item])
  }
  return {
    asked,
    isOpen: asked?.open === true,
    ask,
    left,
    read: () => setLeft(null),
    /** The properties of the dialog. */
    dialog: ({ item, withCopies, open }: Asked) => ({
      item,
      withCopies,
      open,
      onClose: close,
      onDeleted: (copies: Deletion) => deleted(item, copies),
      focusAfter: () => (next.current === null ? null : document.getElementById(next.current)),
    }),
  }
}
