'use client'
// What somebody who was given the link sees: where the files are, and how to tell that they are the right ones.
import { count } from '#components/format/plural.ts'
import { formatBytes } from '#components/format/bytes.ts'
import { plainName } from '#components/format/plain-name.ts'
import { SmallFan } from '#components/fan/small-fan.tsx'
import { ReportLink } from '#components/sharing/report-link.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { DateTime } from '#components/ui/date-time.tsx'
import { isDead, rayState, statusSentence } from './link-state.ts'
import { type MirrorView, totalBytes } from './mirror-view.ts'
import { safeUrl } from './safe-url.ts'
import { ShareFiles } from './share-files.tsx'
import { ShareHosts } from './share-hosts.tsx'
import { useMirrorLive } from './use-mirror-live.ts'

export function SharePage({ mirror: initial }: { mirror: MirrorView }) {
  const { whole, live } = useMirrorLive(initial.id, initial)
  const mirror: MirrorView = { ...(whole ?? initial), ...live }
  const { name, uploadedAt, files, links, fileLinks, status } = mirror
  return (
    <article className="mx-auto flex w-full max-w-page flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0 grow basis-80">
          <h1 className="text-title font-semibold tracking-tight wrap-anywhere sm:text-display">
            <bdi>{plainName(name)}</bdi>
          </h1>
          <p className="mt-1 text-ink-soft">
            {count(files.length, 'file')} · <span className="figures">{formatBytes(totalBytes(files))}</span> ·{' '}
            <DateTime at={uploadedAt} />
          </p>
          <p className="mt-3 flex items-center gap-3 text-lead">
            <SmallFan states={links.map((link) => rayState(link))} />
            <span role="status">{statusSentence(status, links)}</span>
          </p>
        </div>
        <CopyAll mirror={mirror} />
      </header>
      {links.length > 0 && <ShareHosts links={links} fileLinks={fileLinks} />}
      <ShareFiles files={files} links={links} fileLinks={fileLinks} />
      <p className="text-small text-ink-soft">
        The files lie with the hosts named here. The checksum of a file tells whether what you downloaded is what was
        uploaded.
      </p>
      <p>
        <ReportLink id={initial.id} />
      </p>
    </article>
  )
}

/** A host's link to the whole where there is one, else its links to the files; none that leads nowhere any more. */
function allLinks({ links, fileLinks }: MirrorView): string[] {
  const live = fileLinks.filter(({ linkState }) => linkState !== 'dead')
  return links
    .filter((link) => !isDead(link))
    .flatMap(({ host, url }) =>
      url === null ? live.filter((link) => link.host === host).map((link) => link.url) : [url],
    )
    .filter((address) => safeUrl(address) !== null)
}

function CopyAll({ mirror }: { mirror: MirrorView }) {
  const links = allLinks(mirror)
  if (links.length === 0) return null
  return <CopyButton text={links} what={count(links.length, 'link')} label="Copy all links" weight="primary" />
}
