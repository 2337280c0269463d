'use client'
// A moment in the language of the page and the reader's own zone; the server, which does not know that, writes it in UTC.
import { useLocale } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { regionOf } from '#components/messages/locales.ts'

const never = () => () => undefined

/** "24 Nov 2026", with the exact time in the title. */
export function DateTime({ at }: { at: Date }) {
  const write = useWriter()
  return <Time at={at} text={write(at, { day: 'numeric', month: 'short', year: 'numeric' })} />
}

/** "11:42", for a moment that is near. */
export function ClockTime({ at }: { at: Date }) {
  const here = useHere()
  const write = useWriter()
  return <Time at={at} text={write(at, { timeStyle: 'short', ...(!here && utcClock) })} />
}

const utcClock = { timeStyle: undefined, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const

/** Whether it is drawn where it is read. */
const useHere = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

function useWriter(): (at: Date, options: Intl.DateTimeFormatOptions) => string {
  const region = regionOf[useLocale()]
  const here = useHere()
  return (at, options) => at.toLocaleString(region, { ...options, ...(!here && { timeZone: 'UTC' }) })
}

function Time({ at, text }: { at: Date; text: string }) {
  const write = useWriter()
  return (
    <time dateTime={at.toISOString()} title={write(at, { dateStyle: 'full', timeStyle: 'long' })}>
      {text}
    </time>
  )
}
