'use client'
// A moment in the reader's own language and zone; the server, which knows neither, writes it in UTC.
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

const plain = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** "24 Nov 2026", with the exact time in the title. */
export function DateTime({ at }: { at: Date }) {
  const here = useHere()
  return (
    <Time
      at={at}
      here={here}
      text={here ? at.toLocaleDateString(undefined, { dateStyle: 'medium' }) : plain.format(at)}
    />
  )
}

/** "11:42", for a moment that is near. */
export function ClockTime({ at }: { at: Date }) {
  const here = useHere()
  return (
    <Time
      at={at}
      here={here}
      text={here ? at.toLocaleTimeString(undefined, { timeStyle: 'short' }) : `${clock.format(at)} UTC`}
    />
  )
}

/** Whether it is drawn where it is read. */
const useHere = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

function Time({ at, here, text }: { at: Date; here: boolean; text: string }) {
  const exact = here
    ? at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })
    : at.toISOString().replace('T', ' ').replace(/\..*/, ' UTC')
  return (
    <time dateTime={at.toISOString()} title={exact}>
      {text}
    </time>
  )
}
