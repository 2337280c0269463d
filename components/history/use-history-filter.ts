'use client'
// The filter of the history as the address has it, so that a reload and the way back find it again, and the text being typed.
import { useSearchParams } from 'next/navigation'
import { useRef, useState } from 'react'
import { addressOf, everything, filterOf, type HistoryFilter } from './filter.ts'

/** How long typing has to rest before it is searched for, in milliseconds. */
const REST_MS = 200

export function useHistoryFilter() {
  const params = useSearchParams()
  const filter = filterOf(params)
  const address = addressOf(filter)
  /** `pending`: addresses that were written and have not come back yet. Any other is somebody else's, whose text replaces ours. */
  const [state, setState] = useState({ address, pending: [] as readonly string[], text: filter.search })
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)

  if (address !== state.address) {
    const place = state.pending.indexOf(address)
    setState(
      place < 0
        ? { address, pending: [], text: filter.search }
        : { ...state, address, pending: state.pending.slice(place + 1) },
    )
  }

  const write = (next: HistoryFilter, as: 'pushState' | 'replaceState') => {
    clearTimeout(rest.current)
    const written = addressOf(next)
    if (written === address) return
    setState((before) => ({ ...before, pending: [...before.pending, written] }))
    window.history[as](null, '', written === '' ? '/history' : `/history?${written}`)
  }
  const search = (text: string) => write({ ...filter, search: text.trim() }, 'replaceState')

  return {
    filter,
    text: state.text,
    type: (text: string) => {
      setState((before) => ({ ...before, text }))
      clearTimeout(rest.current)
      rest.current = setTimeout(() => search(text), REST_MS)
    },
    /** Does not wait for a rest. */
    submit: () => search(state.text),
    choose: (chosen: Partial<Omit<HistoryFilter, 'search'>>) =>
      write({ ...filter, search: state.text.trim(), ...chosen }, 'pushState'),
    clear: () => {
      setState((before) => ({ ...before, text: '' }))
      write({ ...everything, sort: filter.sort }, 'pushState')
    },
  }
}
