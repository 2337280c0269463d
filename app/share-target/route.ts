// Where a phone's share sheet sends files. The service worker takes them before they leave the phone; here they come only where
// there is none, and are left unread.
import { getLocale, getTranslations } from 'next-intl/server'
import { directionOf } from '#components/messages/locales.ts'
import { plainPage } from '#components/shell/plain-page.ts'

export async function POST(request: Request): Promise<Response> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('offline')])
  const words = { title: t('shareTitle'), text: t('shareText'), action: t('open') }
  const nonce = request.headers.get('x-nonce') ?? ''
  return plainPage({ words, locale, direction: directionOf(locale), nonce, href: '/', status: 503 })
}
