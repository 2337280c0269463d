// The share page: everything is in the HTML that the server sends; a script only keeps it fresh.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { plainName } from '#components/format/plain-name.ts'
import { SharePage } from '#components/mirror/share-page.tsx'
import { getPublicMirror } from '#server/pages/public-mirror.ts'

type Props = { params: Promise<{ id: string }> }

// The title and the page are made of one read.
const read = cache(getPublicMirror)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  const found = await read(id)
  return {
    title: found.state === 'open' ? plainName(found.mirror.name) : 'Not found',
    // Who has the link may see it; a search engine was not given it.
    robots: { index: false, follow: false, nocache: true },
    referrer: 'no-referrer',
  }
}

export default async function Page({ params }: Props) {
  const { id } = await params
  const found = await read(id)
  if (found.state !== 'open') notFound()
  return <SharePage mirror={found.mirror} />
}
