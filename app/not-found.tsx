// The page for an address that leads nowhere.
import type { Metadata } from 'next'
import Link from 'next/link'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <PageMessage
      broken
      title="There is nothing at this address"
      action={
        <Link href="/" className={buttonLook('primary')}>
          Go to the start page
        </Link>
      }
    >
      The link may have been cut short when it was copied. Check it to its last letter.
    </PageMessage>
  )
}
