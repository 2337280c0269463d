'use client'
// The hosts of a share page, a row each: state, link, how its copy was checked and when.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { DateTime } from '#components/ui/date-time.tsx'
import { HostLink } from './host-link.tsx'
import { isDead, linkWord } from './link-state.ts'
import { useLive } from './live-mirror.tsx'
import type { LinkView } from './mirror-view.ts'
import { StateMark } from './state-mark.tsx'
import type { Verified } from './verified.ts'

/** What the copies of a host come to: the weakest of their checks, and how many links they have. */
export type HostCopies = { host: string; check: Verified | null; links: number }

/** @param children what is said below the hosts */
export function ShareHosts({ copies, children }: { copies: readonly HostCopies[]; children: ReactNode }) {
  const t = useTranslations('mirror')
  const { links } = useLive()
  return (
    <section aria-labelledby="share-hosts" className="overflow-hidden rounded-card border border-line bg-card">
      <h2 id="share-hosts" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        {t('whereToGetIt')}
      </h2>
      {links.length === 0 && <p className="px-4 py-3 text-ink-soft sm:px-5">{t('nowhereYet')}</p>}
      <ul>
        {links.map((link) => (
          <Host key={link.host} link={link} copies={copies.find(({ host }) => host === link.host)} />
        ))}
      </ul>
      {children}
    </section>
  )
}

type HostProps = { link: LinkView; copies: HostCopies | undefined }

/** As high from its first state to its last as its last one needs. */
function Host({ link, copies }: HostProps) {
  return (
    <li className="grid min-h-28 content-start items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 sm:px-5 md:min-h-16 md:content-center md:grid-cols-[minmax(0,11rem)_minmax(0,1fr)_auto] print:min-h-0">
      <span className="flex items-center justify-between gap-3 md:block">
        <span className="block truncate font-semibold">
          <bdi>{link.hostName}</bdi>
        </span>
        <span className="text-small">
          <StateMark word={linkWord(link)} />
        </span>
      </span>
      <span className="flex min-h-8 min-w-0 items-center">
        <Where link={link} links={copies?.links ?? 0} />
      </span>
      <Proof link={link} check={copies?.check ?? null} />
    </li>
  )
}

function Proof({ link, check }: { link: LinkView; check: Verified | null }) {
  const t = useTranslations('mirror')
  const { checkedAt, status } = link
  if (status !== 'done') return <span />
  const date = () => checkedAt && <DateTime at={checkedAt} />
  return (
    <span className="text-small text-ink-soft md:text-end">
      {check !== null && !isDead(link) && (
        <span className="md:block">{t('verified', { check: t(`check.${check}`) })}</span>
      )}
      {checkedAt !== null && (
        <span className="not-first:before:content-['_·_'] md:block md:not-first:before:content-none">
          {t.rich(isDead(link) ? 'checkedDead' : 'checked', { date })}
        </span>
      )}
    </span>
  )
}

function Where({ link, links }: { link: LinkView; links: number }) {
  const t = useTranslations('mirror')
  const { hostName, url, status, error, progress } = link
  if (url !== null) return <HostLink url={url} of={hostName} dead={isDead(link)} />
  if (isDead(link)) return <Soft>{t('noneLeft')}</Soft>
  if (status === 'failed') return <Soft>{error ?? t('notTaken')}</Soft>
  if (status === 'running')
    return (
      <span className="flex w-full max-w-80 items-center gap-3">
        <ProgressBar value={progress} label={hostName} />
        <span className="figures w-[5ch] shrink-0 text-end text-ink-soft">{Math.floor(progress * 100)} %</span>
      </span>
    )
  if (error !== undefined) return <Soft>{error}</Soft>
  if (links > 0) return <Soft>{t('linksBelow', { count: links })}</Soft>
  return null
}

const Soft = ({ children }: { children: ReactNode }) => <span className="text-small text-ink-soft">{children}</span>
