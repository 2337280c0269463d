// What a phone or a desktop needs to keep EasyMirror among its applications, and in its share sheet.
import type { MetadataRoute } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { directionOf } from '#components/messages/locales.ts'

export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('common')])
  return {
    id: '/',
    name: 'EasyMirror',
    short_name: 'EasyMirror',
    description: t('description'),
    lang: locale,
    dir: directionOf(locale),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    icons: [
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    share_target: {
      action: '/share-target',
      method: 'POST',
      enctype: 'multipart/form-data',
      params: { files: [{ name: 'files', accept: ['*/*'] }] },
    },
  }
}
