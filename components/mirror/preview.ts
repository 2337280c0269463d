// What other programs are told of a share page before anybody opens it: title, description, picture.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { formatBytes } from '#components/format/bytes.ts'
import { plainName } from '#components/format/plain-name.ts'
import type { PublicMirror } from '#server/pages/public-mirror.ts'
import { isDead } from './link-state.ts'
import { type MirrorView, totalBytes } from './mirror-view.ts'

/** "4 files", "212.4 MB", "5 hosts"; of hosts only those that have it, and null while none has. */
export async function figuresOf({ files, links }: Pick<MirrorView, 'files' | 'links'>) {
  const t = await getTranslations('common')
  const hosts = links.filter((link) => link.status === 'done' && !isDead(link)).length
  return {
    files: t('files', { count: files.length }),
    size: formatBytes(totalBytes(files), await getLocale()),
    hosts: hosts === 0 ? null : t('hosts', { count: hosts }),
  }
}

/** What the page itself is called; of what cannot be seen the title tells nothing. */
async function titleOf(found: PublicMirror): Promise<string> {
  const t = await getTranslations()
  switch (found.state) {
    case 'open':
      return plainName(found.mirror.name)
    case 'locked':
      return t('sharing.locked.title')
    case 'expired':
      return t('sharing.expired.title')
    case 'taken-down':
      return t('sharing.takenDown.title')
    case 'missing':
      return t('mirror.missing.short')
  }
}

async function describe(found: PublicMirror): Promise<{ title: string; shared: string; description: string }> {
  const t = await getTranslations('mirror')
  const title = await titleOf(found)
  if (found.state !== 'open')
    return { title, shared: t('preview.neutral'), description: t('preview.neutralDescription') }
  const { hosts, ...figures } = await figuresOf(found.mirror)
  const description =
    hosts === null ? t('preview.descriptionNowhere', figures) : t('preview.description', { ...figures, hosts })
  return { title, shared: title, description }
}

/** Of a mirror that may not be seen, nothing is told but that it is one. */
export async function previewOf(found: PublicMirror, address: URL): Promise<Metadata> {
  const { title, shared, description } = await describe(found)
  return {
    metadataBase: new URL(address.origin),
    title,
    description,
    // Who has the link may see it; a search engine was not given it.
    robots: { index: false, follow: false, nocache: true },
    referrer: 'no-referrer',
    openGraph: { type: 'website', siteName: 'EasyMirror', title: shared, description, url: address },
    twitter: { card: 'summary_large_image', title: shared, description },
  }
}
