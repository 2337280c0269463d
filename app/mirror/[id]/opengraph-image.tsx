// The picture of a share page for other programs; of a mirror that may not be seen it tells nothing.
import { getTranslations } from 'next-intl/server'
import { ImageResponse } from 'next/og'
import { PICTURE, PreviewPicture, writableName } from '#components/mirror/preview-picture.tsx'
import { figuresOf } from '#components/mirror/preview.ts'
import { getPublicMirror } from '#server/pages/public-mirror.ts'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
export const size = PICTURE
export const contentType = 'image/png'

type Props = { params: Promise<{ id: string }> }

async function draw(id: string) {
  const found = await getPublicMirror(id)
  if (found.state !== 'open') {
    const t = await getTranslations('mirror.preview')
    return <PreviewPicture name={null} figures={t('neutral')} hosts={0} />
  }
  const { files, size: bytes, hosts } = await figuresOf(found.mirror)
  return (
    <PreviewPicture
      name={writableName(found.mirror.name)}
      figures={[files, bytes, hosts ?? []].flat().join(' · ')}
      hosts={found.mirror.links.length}
    />
  )
}

export default async function Image({ params }: Props): Promise<Response> {
  const { id } = await params
  const headers = {
    // What it shows can change, and be closed.
    'cache-control': 'private, max-age=300',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  }
  return new ImageResponse(await draw(id), { ...PICTURE, headers })
}
