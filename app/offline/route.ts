// The page that the browser keeps for when there is no network: whole in itself, since nothing else could be fetched then.
import { getLocale, getTranslations } from 'next-intl/server'
import { directionOf } from '#components/messages/locales.ts'
import { plainPage } from '#components/shell/plain-page.ts'

export async function GET(request: Request): Promise<Response> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('offline')])
  const words = { title: t('title'), text: t('text'), action: t('tryAgain') }
  const nonce = request.headers.get('x-nonce') ?? ''
  return plainPage({ words, locale, direction: directionOf(locale), nonce, href: '' })
}
