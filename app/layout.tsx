// The frame of every page: fonts of the system, one theme, the header.
import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { directionOf } from '#components/messages/locales.ts'
import { ConnectionNotice } from '#components/shell/connection-notice.tsx'
import { Footer } from '#components/shell/footer.tsx'
import { Header } from '#components/shell/header.tsx'
import { ServiceWorker } from '#components/shell/service-worker.tsx'
import { ThemeProvider } from '#components/theme/theme-provider.tsx'
import { ownAddress } from '#server/pages/own-address.ts'
import './globals.css'

export const generateMetadata = async (): Promise<Metadata> => ({
  metadataBase: await ownAddress('/'),
  title: { default: 'EasyMirror', template: '%s · EasyMirror' },
  description: (await getTranslations('common'))('description'),
  applicationName: 'EasyMirror',
  // A share link is a secret of those who have it: no other site learns it from a click.
  referrer: 'same-origin',
})

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1116' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each answer has a policy of its own, so no page is made before it is asked for.
  const locale = await getLocale()
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // next-themes writes `data-theme` before React wakes up.
    <html lang={locale} dir={directionOf(locale)} suppressHydrationWarning>
      <head>
        {/* Half a page would be drawn as it comes, and what is centred or at the end of a line would move with the rest. */}
        <link rel="expect" href="#whole" blocking="render" />
      </head>
      <body>
        <ThemeProvider nonce={nonce}>
          <ClientMessages parts={[]}>
            <Header />
            <ConnectionNotice />
            <main id="main" className="flex grow flex-col">
              {children}
            </main>
            <Footer />
            <span id="whole" hidden />
            <ServiceWorker />
          </ClientMessages>
        </ThemeProvider>
      </body>
    </html>
  )
}
