'use client'
// The page for when a page could not be made.
import { PageMessage } from '#components/shell/page-message.tsx'
import { Button } from '#components/ui/button.tsx'

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return (
    <PageMessage
      broken
      title="This page could not be shown"
      action={
        <Button weight="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      Something went wrong on our side. Your files and links are not affected.
    </PageMessage>
  )
}
