'use client'
// Until when a mirror's page is there: always, for some days, or to the end of a certain one.
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'

const DAY_MS = 24 * 3600_000
const days = { day: 1, week: 7, month: 30 } as const
const ends = ['never', 'day', 'week', 'month', 'date'] as const

const isDays = (end: unknown): end is keyof typeof days => typeof end === 'string' && end in days

/** What a form with it says: null is always, undefined leaves it as it is. A last day ends as days do where the reader is. */
export function readEnd(typed: FormData): Date | null | undefined {
  const end = typed.get('end')
  const date = typed.get('date')
  if (isDays(end)) return new Date(Date.now() + days[end] * DAY_MS)
  if (end === 'date' && typeof date === 'string') return new Date(`${date}T23:59:59`)
  return end === 'never' ? null : undefined
}

/** Today where the reader is, as fields for dates have it. */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format()

export function EndChoice({ expiresAt }: { expiresAt: Date | null }) {
  const t = useTranslations('sharing.dialog')
  const locale = useLocale()
  const [chosen, setChosen] = useState<string>(expiresAt === null ? 'never' : 'keep')
  const radio = (end: string, label: string) => (
    <label key={end} className="flex min-h-8 items-center gap-3">
      <input
        type="radio"
        name="end"
        value={end}
        checked={chosen === end}
        onChange={() => setChosen(end)}
        className="size-5 shrink-0 accent-beam"
      />
      {label}
    </label>
  )
  return (
    <fieldset>
      <legend className="font-semibold">{t('end')}</legend>
      {expiresAt !== null && radio('keep', t('ends.keep', { date: inWords(expiresAt, locale) }))}
      {ends.map((end) => radio(end, t(`ends.${end}`)))}
      {chosen === 'date' && (
        <div className="mt-2">
          <Field label={t('date')} name="date" type="date" min={today()} max="9999-12-30" required />
        </div>
      )}
    </fieldset>
  )
}

const inWords = (date: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
