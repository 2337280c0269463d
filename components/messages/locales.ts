// The languages that the pages speak.

export const locales = ['en', 'de'] as const
export type Locale = (typeof locales)[number]

export const DEFAULT_LOCALE: Locale = 'en'

/** Where a choice is kept; without it the browser's own languages decide. */
export const LOCALE_COOKIE = 'locale'

/** Each in its own words, for a list to choose from. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch' }

export const isLocale = (text: string | undefined): text is Locale => locales.some((locale) => locale === text)
