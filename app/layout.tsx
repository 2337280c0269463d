// The frame of every page: fonts of the system, one theme, the header.
import type { Metadata, Viewport } from 'next'
import { getLocale } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { Footer } from '#components/shell/footer.tsx'
import { Header } from '#components/shell/header.tsx'
import { ThemeProvider } from '#components/theme/theme-provider.tsx'
import { TrpcProvider } from '#components/trpc/trpc-provider.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'EasyMirror', template: '%s · EasyMirror' },
  description: 'Upload a file once, have it on many file hosts, share one page.',
  applicationName: 'EasyMirror',
  // A share link is a secret of those who have it: no other site learns it from a click.
  referrer: 'same-origin',
}

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
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // next-themes writes `data-theme` before React wakes up.
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>
          <ClientMessages parts={[]}>
            <TrpcProvider>
              <Header />
              <main id="main" className="flex grow flex-col">
                {children}
              </main>
              <Footer />
            </TrpcProvider>
          </ClientMessages>
        </ThemeProvider>
      </body>
    </html>
  )
}
