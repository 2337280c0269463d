'use client'
// The other languages, each in its own words. A form, so that it works with no script; with one the page stays as it is.
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import type { SubmitEvent } from 'react'
import { localeNames, locales } from '#components/messages/locales.ts'

/** @param look the classes of each language's button */
export function LanguageSwitch({ look }: { look: string }) {
  const t = useTranslations('shell')
  const now = useLocale()
  const router = useRouter()
  const choose = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = new FormData(event.currentTarget, event.nativeEvent.submitter)
    // Where nobody answers the language stays, and the connection's own notice says why.
    fetch(event.currentTarget.action, { method: 'POST', body, redirect: 'manual' }).then(
      () => router.refresh(),
      () => undefined,
    )
  }
  return (
    <form action="/language" method="post" aria-label={t('language')} onSubmit={choose} className="ms-auto flex gap-4">
      {locales
        .filter((locale) => locale !== now)
        .map((locale) => (
          <button key={locale} type="submit" name="locale" value={locale} lang={locale} className={look}>
            {localeNames[locale]}
          </button>
        ))}
    </form>
  )
}
