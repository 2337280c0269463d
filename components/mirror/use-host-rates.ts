'use client'
// How fast each host takes its bytes, measured from what the server says of them.
import { useEffect, useState } from 'react'
import { RateMeter } from '#components/format/rate-meter.ts'
import type { LinkView } from './mirror-view.ts'

export type Pace = { rate: number | null; secondsLeft: number | null }

type Meters = Map<string, RateMeter>

function measure(meters: Meters, links: readonly LinkView[]): Map<string, Pace> {
  const now = performance.now()
  const paces = new Map<string, Pace>()
  for (const { host, status, bytesSent, bytesTotal } of links) {
    if (status !== 'running') {
      meters.delete(host)
      continue
    }
    const meter = meters.get(host) ?? new RateMeter()
    meters.set(host, meter)
    meter.add(now, bytesSent)
    paces.set(host, { rate: meter.rate(), secondsLeft: meter.secondsLeft(bytesTotal - bytesSent) })
  }
  return paces
}

/** Paces by host id; a host that is not being sent to has none. */
export function useHostRates(links: readonly LinkView[]): ReadonlyMap<string, Pace> {
  const [meters] = useState<Meters>(() => new Map())
  const [paces, setPaces] = useState<ReadonlyMap<string, Pace>>(new Map())
  useEffect(() => setPaces(measure(meters, links)), [meters, links])
  return paces
}
