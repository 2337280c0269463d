'use client'
// The rows of one page of the history, which are drawn together.
import { memo } from 'react'
import type { HistoryItem } from './filter.ts'
import { HistoryRow, type RowActions } from './history-row.tsx'

type Props = RowActions & {
  items: readonly HistoryItem[]
  /** The rows that are chosen; null while none can be. */
  chosen: ReadonlySet<string> | null
}

/**
 * Pages out of sight are laid out only when they come near, and none is gone over again when another is added. The first is in sight,
 * and what is below it would move if its height were a guess.
 */
export const HistoryRows = memo(function HistoryRows({ items, chosen, ...actions }: Props) {
  return (
    <div
      role="presentation"
      className="first:-mt-px not-first:[contain-intrinsic-size:auto_3250px] not-first:[content-visibility:auto]"
    >
      {items.map((item) => (
        <HistoryRow key={item.id} item={item} chosen={chosen && chosen.has(item.id)} {...actions} />
      ))}
    </div>
  )
})
