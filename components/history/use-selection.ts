'use client'
// Which rows are chosen, while rows are being chosen: one by one, or all from the last one to the next with Shift.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { HistoryItem } from './filter.ts'

const none: ReadonlySet<string> = new Set()

/** @param items all rows that are shown, in their order */
export function useSelection(items: readonly HistoryItem[]) {
  /** Null while rows are not being chosen. */
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null)
  const anchor = useRef<string | null>(null)
  const shown = useRef(items)
  useEffect(() => {
    shown.current = items
  })

  const choose = useCallback((id: string, checked: boolean, range: boolean) => {
    const order = shown.current.map((item): string => item.id)
    const [from, to] = [range && anchor.current !== null ? order.indexOf(anchor.current) : -1, order.indexOf(id)]
    const some = from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
    anchor.current = id
    setIds((before) => {
      const next = new Set<string>(before)
      for (const one of some) {
        if (checked) next.add(one)
        else next.delete(one)
      }
      return next
    })
  }, [])
  const chosen = useMemo(() => items.filter((item) => ids?.has(item.id)), [items, ids])
  return {
    isOn: ids !== null,
    ids: ids ?? none,
    /** Those of them that are shown, in their order. */
    chosen,
    choose,
    chooseAll: () => setIds(new Set(items.map(({ id }) => id))),
    clear: () => setIds(none),
    begin: () => setIds(none),
    end: () => setIds(null),
  }
}
