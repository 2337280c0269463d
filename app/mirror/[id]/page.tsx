// The share page: everything is in the HTML that the server sends; a script only keeps it fresh.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { fileQueryOf } from '#components/mirror/file-query.ts'
import { previewOf } from '#components/mirror/preview.ts'
import { SharePage } from '#components/mirror/share-page.tsx'
import { ExpiredPage } from '#components/sharing/expired-page.tsx'
import { LockedPage } from '#components/sharing/locked-page.tsx'
import { TakenDownPage } from '#components/sharing/taken-down-page.tsx'
import { getPublicMirror, setMirrorStatus } from '#server/pages/public-mirror.ts'
import { ownAddress } from '#server/pages/own-address.ts'

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

// The title and the page are made of one read.
const read = cache(getPublicMirror)

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { id } = await params
  return previewOf(await read(id), await ownAddress(`/mirror/${id}`))
}

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  const found = await read(id)
  setMirrorStatus(found)
  switch (found.state) {
    case 'open':
      return (
        <ClientMessages parts={['mirror', 'links', 'sharing']}>
          <SharePage
            mirror={found.mirror}
            query={fileQueryOf(await searchParams)}
            shareUrl={(await ownAddress(`/mirror/${id}`)).href}
          />
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
