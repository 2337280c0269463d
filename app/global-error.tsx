'use client'
// The last page there is: for when even the frame around the pages failed, so it brings its own.
import { useSyncExternalStore } from 'react'
import { lastResort } from '#components/messages/last-resort.ts'
import { DEFAULT_LOCALE, isLocale, type Locale } from '#components/messages/locales.ts'
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button } from '#components/ui/button.tsx'
import './globals.css'

const never = () => () => undefined

/** The browser's own language: the choice made on the pages is not asked for where nothing can be. */
const browsersOwn = (): Locale => {
  const [language] = navigator.language.split('-')
  return isLocale(language) ? language : DEFAULT_LOCALE
}

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const locale = useSyncExternalStore(never, browsersOwn, () => DEFAULT_LOCALE)
  const words = lastResort[locale]
  return (
    <html lang={locale}>
      <head>
        <title>{`${words.name} · EasyMirror`}</title>
      </head>
      <body>
        <main className="flex grow flex-col">
          <PageMessage
            broken
            title={words.title}
            action={
              <Button weight="primary" onClick={retry}>
                {words.tryAgain}
              </Button>
            }
          >
            {words.text}
          </PageMessage>
        </main>
      </body>
    </html>
  )
}
