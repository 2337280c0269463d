'use client'
// Nothing was made yet, or nothing that this page knows of.
import { useRouter } from 'next/navigation'
import Link from 'next/link'
import { useEffect } from 'react'
import { PageMessage } from '#components/shell/page-message.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { hasSession } from '#components/session/guest-session.ts'

export function EmptyHistory() {
  const router = useRouter()
  // The way back shows a page as it was, perhaps before the first upload.
  useEffect(() => {
    const over = new AbortController()
    hasSession().then(
      (has) => has && !over.signal.aborted && router.refresh(),
      () => undefined,
    )
    return () => over.abort()
  }, [router])
  return (
    <PageMessage
      title="No mirrors yet"
      action={
        <Link href="/" className={buttonLook('primary')}>
          Make a mirror
        </Link>
      }
    >
      What you upload in this browser is listed here, with its links.
    </PageMessage>
  )
}
