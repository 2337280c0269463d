// The languages that the pages speak.

export const locales = ['en', 'de'] as const
export type Locale = (typeof locales)[number]

export const DEFAULT_LOCALE: Locale = 'en'

/** Where a choice is kept; without it the browser's own languages decide. */
export const LOCALE_COOKIE = 'locale'

/** Each in its own words, for a list to choose from. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch' }

export const isLocale = (text: string | undefined): text is Locale => locales.some((locale) => locale === text)

/** How dates and figures are written where nothing but the language of the page is known. */
export const regionOf: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' }

/** Which way the lines run. No language from right to left is spoken yet; the pages are ready for one. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  ['ar', 'fa', 'he', 'ur'].includes(new Intl.Locale(locale).language) ? 'rtl' : 'ltr'
