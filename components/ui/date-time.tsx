'use client'
// A moment in the reader's own language and zone; the server, which knows neither, writes it in UTC.
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

const plain = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "24 Nov 2026", with the exact time in the title. */
export function DateTime({ at }: { at: Date }) {
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const text = here ? at.toLocaleDateString(undefined, { dateStyle: 'medium' }) : plain.format(at)
  const exact = here
    ? at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })
    : at.toISOString().replace('T', ' ').replace(/\..*/, ' UTC')
  return (
    <time dateTime={at.toISOString()} title={exact}>
      {text}
    </time>
  )
}
