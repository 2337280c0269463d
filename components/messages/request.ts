// Which language a request is answered in, and its words: next-intl asks once for each.
import Negotiator from 'negotiator'
import { getRequestConfig } from 'next-intl/server'
import { cookies, headers } from 'next/headers'
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, type Locale, locales } from './locales.ts'
import { messagesOf } from './messages.ts'

/** What was chosen here, else what the browser asks for, else English. */
async function localeOfRequest(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  if (isLocale(chosen)) return chosen
  const accepted = (await headers()).get('accept-language') ?? undefined
  const preferred = new Negotiator({ headers: { 'accept-language': accepted } }).language([...locales])
  return isLocale(preferred) ? preferred : DEFAULT_LOCALE
}

export default getRequestConfig(async () => {
  const locale = await localeOfRequest()
  return { locale, messages: await messagesOf(locale), timeZone: 'UTC' }
})
