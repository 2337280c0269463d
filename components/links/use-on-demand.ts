'use client'
// Parts of a page that are fetched when they are asked for the first time.
import { useState } from 'react'

type Demand<Part> = { state: 'idle' } | { state: 'asked' } | { state: 'here'; part: Part } | { state: 'failed' }

/** @param load always the same module; `ask` again after a failure asks the network again */
export function useOnDemand<Part>(load: () => Promise<Part>): { demand: Demand<Part>; ask: () => void } {
  const [demand, setDemand] = useState<Demand<Part>>({ state: 'idle' })
  const ask = () => {
    if (demand.state === 'here') return
    setDemand({ state: 'asked' })
    load().then(
      (part) => setDemand({ state: 'here', part }),
      () => setDemand({ state: 'failed' }),
    )
  }
  return { demand, ask }
}
