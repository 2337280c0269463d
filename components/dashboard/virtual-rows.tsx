'use client'
// A list in a window of its own: rows that are out of sight are not in the page, but are counted for those who can't see it.
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef, useState } from 'react'

type Props<T> = {
  rows: readonly T[]
  keyOf: (row: T) => string
  /** The id of the heading. */
  labelledBy: string
  children: (row: T) => ReactNode
}

// What a row without a long sentence takes; each is measured once it is there.
const USUAL_HEIGHT = 65
// Enough beyond the edge for Tab to find the next button.
const BEYOND = 6

export function VirtualRows<T>({ rows, keyOf, labelledBy, children }: Props<T>) {
  const window = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<number | null>(null)
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => window.current,
    estimateSize: () => USUAL_HEIGHT,
    overscan: BEYOND,
    useFlushSync: false,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : keyOf(row)
    },
    // The row with the keyboard's place stays, however far it is scrolled away.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return focused === null || focused >= rows.length || shown.includes(focused)
        ? shown
        : [...shown, focused].toSorted((a, b) => a - b)
    },
  })
  return (
    <div
      ref={window}
      role="group"
      aria-labelledby={labelledBy}
      tabIndex={0}
      className="max-h-[max(20rem,60dvh)] overflow-y-auto overscroll-y-contain focus-visible:-outline-offset-2"
    >
      <ul
        className="relative"
        style={{ height: list.getTotalSize() }}
        onFocus={({ target }) => setFocused(indexOf(target))}
        onBlur={() => setFocused(null)}
      >
        {list.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute start-0 top-0 w-full"
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(row)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function indexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[data-index]') : null
  return row instanceof HTMLElement ? Number(row.dataset['index']) : null
}
