'use client'
// The server's sentences in the language of the page. The words for it are fetched once, when a page first needs them.
import { useLocale } from 'next-intl'
import { useSyncExternalStore } from 'react'
import type { Locale } from './locales.ts'
import { type Translate, translationOf, untranslated } from './sentences.ts'

const loaded = new Map<Locale, Translate>([['en', untranslated]])
const asked = new Set<Locale>()
const listeners = new Set<() => void>()

function load(locale: Locale): void {
  if (loaded.has(locale) || asked.has(locale)) return
  asked.add(locale)
  translationOf(locale).then(
    (translate) => {
      loaded.set(locale, translate)
      for (const changed of listeners) changed()
    },
    // Without a connection the sentences stay English, and are asked for again with the next that is shown.
    () => asked.delete(locale),
  )
}

/** @returns what gives the page's own words for a sentence of the server, such as that of a field or a reason */
export function useServerSentence(): Translate {
  const locale = useLocale()
  const subscribe = (changed: () => void) => {
    listeners.add(changed)
    load(locale)
    return () => listeners.delete(changed)
  }
  return useSyncExternalStore(
    subscribe,
    () => loaded.get(locale) ?? untranslated,
    () => untranslated,
  )
}
