'use client'
// The last page there is: for when even the frame around the pages failed, so it brings its own.
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button } from '#components/ui/button.tsx'
import './globals.css'

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · EasyMirror</title>
      </head>
      <body>
        <main className="flex grow flex-col">
          <PageMessage
            broken
            title="EasyMirror could not be shown"
            action={
              <Button weight="primary" onClick={retry}>
                Try again
              </Button>
            }
          >
            Something went wrong on our side. Your files and links are not affected.
          </PageMessage>
        </main>
      </body>
    </html>
  )
}
