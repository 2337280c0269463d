// The page for a share link that leads to no mirror.
import Link from 'next/link'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'

export default function NotFound() {
  return (
    <PageMessage
      broken
      title="There is no mirror at this address"
      action={
        <Link href="/" className={buttonLook('primary')}>
          Make a mirror
        </Link>
      }
    >
      It may have been deleted, or the link was cut short when it was copied.
    </PageMessage>
  )
}
