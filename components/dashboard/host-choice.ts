'use client'
// Which hosts are chosen: what was chosen here last, and everything on the first visit.
import { useCallback, useState } from 'react'
import { recall, remember } from '#components/memory/remembered.ts'
import type { HostEntry } from './host-fit.ts'

/** `known` are the hosts that there were when it was chosen. */
type Remembered = { chosen: readonly string[]; known: readonly string[] }

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

function read(text: string | null): Remembered | null {
  if (text === null) return null
  try {
    const found: unknown = JSON.parse(text)
    if (typeof found !== 'object' || found === null || !('chosen' in found) || !('known' in found)) return null
    const { chosen, known } = found
    return isIds(chosen) && isIds(known) ? { chosen, known } : null
  } catch {
    // Written by an earlier version, or by hand: as good as nothing.
    return null
  }
}

const idsOf = (hosts: readonly HostEntry[]) => hosts.map(({ id }) => id)

export type HostChoice = {
  chosen: ReadonlySet<string>
  /** Hosts that came after the last choice: nobody has decided yet that files go there, so they are shown as new and not chosen. */
  fresh: ReadonlySet<string>
  choose: (chosen: ReadonlySet<string>) => void
}

/** @param ready the hosts that there are to choose from; one that was chosen and rests stays chosen for when it is back */
export function useHostChoice(ready: readonly HostEntry[]): HostChoice {
  const [last] = useState(() => read(recall('hosts')))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(last?.chosen ?? idsOf(ready)))
  const [fresh] = useState<ReadonlySet<string>>(() => {
    const known = new Set(last?.known ?? idsOf(ready))
    return new Set(idsOf(ready).filter((id) => !known.has(id)))
  })
  const choose = useCallback(
    (next: ReadonlySet<string>) => {
      setChosen(next)
      const known = new Set([...(last?.known ?? []), ...idsOf(ready)])
      remember('hosts', JSON.stringify({ chosen: [...next], known: [...known] } satisfies Remembered))
    },
    [last, ready],
  )
  return { chosen, fresh, choose }
}
