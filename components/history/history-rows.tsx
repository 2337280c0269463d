'use client'
// The rows of one page of the history, which are drawn together.
import { memo } from 'react'
import type { HistoryItem } from './filter.ts'
import { HistoryRow } from './history-row.tsx'

type Props = {
  items: readonly HistoryItem[]
  onRenamed: (item: HistoryItem) => void
  onDelete: (item: HistoryItem) => void
}

/** Pages out of sight are laid out only when they come near, and none is gone over again when another is added. */
export const HistoryRows = memo(function HistoryRows({ items, onRenamed, onDelete }: Props) {
  return (
    <div role="presentation" className="first:-mt-px [contain-intrinsic-size:auto_3250px] [content-visibility:auto]">
      {items.map((item) => (
        <HistoryRow key={item.id} item={item} onRenamed={onRenamed} onDelete={onDelete} />
      ))}
    </div>
  )
})
