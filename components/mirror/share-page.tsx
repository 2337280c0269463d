// What somebody who was given the link sees: where the files are, and how to tell that they are the right ones.
// All of it is made by the server; what changes while it is looked at stands in parts of its own.
import { useTranslations } from 'next-intl'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { CopyMenu } from '#components/links/copy-menu.tsx'
import { QrCode } from '#components/links/qr-code.tsx'
import { ShareButton } from '#components/links/share-button.tsx'
import { ReportLink } from '#components/sharing/report-link.tsx'
import { DateTime } from '#components/ui/date-time.tsx'
import type { FileQuery } from './file-address.ts'
import { LiveMirror } from './live-mirror.tsx'
import { LiveStatus } from './live-status.tsx'
import { type MirrorView, totalBytes } from './mirror-view.ts'
import { ShareFiles } from './share-files.tsx'
import { linkSetOf } from './share-links.ts'
import { type HostCopies, ShareHosts } from './share-hosts.tsx'
import { VerifiedWords } from './verified-words.tsx'
import { weakestCheck } from './verified.ts'

function copiesOf({ links, fileLinks }: MirrorView): HostCopies[] {
  const byHost = Map.groupBy(fileLinks, ({ host }) => host)
  return links.map(({ host }) => {
    const copies = byHost.get(host) ?? []
    return { host, check: weakestCheck(copies), links: copies.length }
  })
}

type Props = {
  mirror: MirrorView
  query: FileQuery
  /** The whole address of this page. */
  shareUrl: string
}

export function SharePage({ mirror, query, shareUrl }: Props) {
  const t = useTranslations()
  const format = useFormat()
  const { id, name, uploadedAt, files, links, status, fetching } = mirror
  return (
    <LiveMirror id={id} initial={{ status, links, fetching }}>
      <article className="mx-auto flex w-full max-w-page flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
        <header className="flex flex-wrap items-end justify-between gap-4">
          <div className="min-w-0 grow basis-80">
            <h1 className="text-title font-semibold tracking-tight wrap-anywhere sm:text-display">
              <bdi>{plainName(name)}</bdi>
            </h1>
            <p className="mt-1 text-ink-soft">
              {t('common.files', { count: files.length })} ·{' '}
              <span className="figures">{format.bytes(totalBytes(files))}</span> · <DateTime at={uploadedAt} />
            </p>
            <LiveStatus />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <CopyMenu mirror={linkSetOf(mirror, shareUrl)} weight="primary" first="links" />
            <ShareButton name={name} shareUrl={shareUrl} />
            <QrCode name={name} shareUrl={shareUrl} />
          </div>
        </header>
        <ShareHosts copies={copiesOf(mirror)}>
          <VerifiedWords />
        </ShareHosts>
        <ShareFiles mirror={mirror} query={query} />
        <footer className="grid gap-2 text-small text-ink-soft">
          <p className="flex flex-wrap gap-x-5 print:hidden">
            <TextLink href={`/mirror/${id}/links.txt`}>{t('mirror.texts.links')}</TextLink>
            <TextLink href={`/mirror/${id}/SHA256SUMS`}>{t('mirror.texts.checksums')}</TextLink>
          </p>
          <p>{t('mirror.about')}</p>
          <p>
            <ReportLink id={id} />
          </p>
        </footer>
      </article>
    </LiveMirror>
  )
}

/** No link of the router's: what it leads to is no page. */
function TextLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="inline-flex min-h-6 items-center rounded-control text-beam underline underline-offset-4">
      {children}
    </a>
  )
}
