// The hosts of a share page, a row each: state, link, how its copy was checked and when.
import { count } from '#components/format/plural.ts'
import { DateTime } from '#components/ui/date-time.tsx'
import { HostLink } from './host-link.tsx'
import { isDead, linkWord } from './link-state.ts'
import type { FileLinkView, LinkView } from './mirror-view.ts'
import { StateMark } from './state-mark.tsx'
import { weakestCheck } from './verified.ts'

type Props = { links: readonly LinkView[]; fileLinks: readonly FileLinkView[] }

export function ShareHosts({ links, fileLinks }: Props) {
  return (
    <section aria-labelledby="share-hosts" className="overflow-hidden rounded-card border border-line bg-card">
      <h2 id="share-hosts" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        Where to get it
      </h2>
      <ul>
        {links.map((link) => (
          <Host key={link.host} link={link} files={fileLinks.filter((file) => file.host === link.host)} />
        ))}
      </ul>
    </section>
  )
}

function Host({ link, files }: { link: LinkView; files: readonly FileLinkView[] }) {
  const { hostName, url, checkedAt, status } = link
  const check = weakestCheck(files)
  return (
    <li className="grid items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 sm:px-5 md:min-h-14 md:grid-cols-[minmax(0,11rem)_minmax(0,1fr)_auto]">
      <span className="flex items-center justify-between gap-3 md:block">
        <span className="block truncate font-semibold">{hostName}</span>
        <span className="text-small">
          <StateMark word={linkWord(link)} />
        </span>
      </span>
      <Where link={link} url={url} files={files.length} />
      <span className="text-small text-ink-soft md:text-right">
        {status === 'done' && (
          <>
            {check !== null && !isDead(link) && <span className="md:block">Verified: {check}</span>}
            {checkedAt !== null && (
              <span className="not-first:before:content-['_·_'] md:block md:not-first:before:content-none">
                {isDead(link) ? 'Checked' : 'checked'} <DateTime at={checkedAt} />
              </span>
            )}
          </>
        )}
      </span>
    </li>
  )
}

function Where({ link, url, files }: { link: LinkView; url: string | null; files: number }) {
  if (url !== null) return <HostLink url={url} of={link.hostName} dead={isDead(link)} />
  if (isDead(link)) return <span className="text-small text-ink-soft">It has none of these files any more.</span>
  if (link.status === 'failed')
    return <span className="text-small text-ink-soft">{link.error ?? 'It did not take these files.'}</span>
  if (link.status === 'running')
    return <span className="figures text-ink-soft">{Math.floor(link.progress * 100)} %</span>
  if (files > 0) return <span className="text-small text-ink-soft">{count(files, 'link')}, with the files below</span>
  return <span />
}
