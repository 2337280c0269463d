// The share page: everything is in the HTML that the server sends; a script only keeps it fresh.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { SharePage } from '#components/mirror/share-page.tsx'
import { ExpiredPage } from '#components/sharing/expired-page.tsx'
import { LockedPage } from '#components/sharing/locked-page.tsx'
import { TakenDownPage } from '#components/sharing/taken-down-page.tsx'
import { getPublicMirror, setMirrorStatus } from '#server/pages/public-mirror.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, unknown>> }

// The title and the page are made of one read.
const read = cache(getPublicMirror)

/** What cannot be seen has a title that tells nothing of it. */
async function titleOf(id: string): Promise<string> {
  const [found, t] = await Promise.all([read(id), getTranslations('sharing')])
  switch (found.state) {
    case 'open':
      return plainName(found.mirror.name)
    case 'locked':
      return t('locked.title')
    case 'expired':
      return t('expired.title')
    case 'taken-down':
      return t('takenDown.title')
    case 'missing':
      return 'Not found'
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: await titleOf((await params).id),
    // Who has the link may see it; a search engine was not given it.
    robots: { index: false, follow: false, nocache: true },
    referrer: 'no-referrer',
  }
}

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  const found = await read(id)
  setMirrorStatus(found)
  switch (found.state) {
    case 'open':
      return (
        <ClientMessages parts={['mirror', 'sharing']}>
          <SharePage mirror={found.mirror} />
        </ClientMessages>
      )
    case 'locked':
      return <LockedPage id={id} query={await searchParams} />
    case 'expired':
      return <ExpiredPage />
    case 'taken-down':
      return <TakenDownPage kind={found.kind} reason={found.reason} />
    case 'missing':
      return notFound()
  }
}
