'use client'
// A mirror under way: the files on the left, the fan, and a row for each host where its ray ends.
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { Fan } from '#components/fan/fan.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { HostFailures } from './host-failures.tsx'
import { HOST_ROW_HEIGHT, HostProgress } from './host-progress.tsx'
import { linkRay } from './link-state.ts'
import type { LiveView } from './mirror-view.ts'
import { useHostRates } from './use-host-rates.ts'
import { useLinkWords } from './use-link-words.ts'

type Props = {
  live: LiveView
  /** How much is in staging, from 0 to 1. */
  upload: number
  files: { count: number; bytes: number }
  onRetry: (host?: string) => void
  onCancel: (host?: string) => void
  busy: boolean
  /** What stands beside the title. */
  corner?: ReactNode
  /** What stands below the hosts. */
  children?: ReactNode
}

export function FanBoard({ live, upload, files, onRetry, onCancel, busy, corner, children }: Props) {
  const { links, status } = live
  const paces = useHostRates(links)
  const t = useTranslations('links.board')
  const common = useTranslations('common')
  const format = useFormat()
  const words = useLinkWords()
  const title = useRef<HTMLHeadingElement>(null)
  // The button that brought this here is gone, and a keyboard's place with it.
  useEffect(() => title.current?.focus({ preventScroll: true }), [])
  const fan = { upload, rays: links.map(linkRay), rowHeight: HOST_ROW_HEIGHT }
  return (
    <section aria-labelledby="hosts-title" className="overflow-hidden rounded-card border border-line bg-card">
      <div className="flex min-h-12 flex-wrap items-center gap-x-3 border-b border-line ps-4 pe-2 sm:ps-5">
        <h2 id="hosts-title" ref={title} tabIndex={-1} className="min-w-0 grow basis-0 py-1.5 font-semibold">
          {words.status(status, links)}
        </h2>
        {corner}
      </div>
      <div className="flex items-center py-1 ps-3 pe-2 sm:ps-5 sm:pe-4">
        <div className="hidden w-32 shrink-0 md:block">
          <p className="font-semibold">{common('files', { count: files.count })}</p>
          <p className="figures text-ink-soft">{format.bytes(files.bytes)}</p>
          <p className="text-small text-ink-soft">
            {upload < 1 ? t('uploaded', { percent: Math.floor(upload * 100) }) : t('allUploaded')}
          </p>
        </div>
        {/* Two widths of one picture: a stretched one would stretch its dots. The phone's is the same words again. */}
        <Fan {...fan} label={words.fan(upload, links)} width={340} className="me-4 hidden shrink-0 md:block" />
        <Fan {...fan} label={words.fan(upload, links)} width={84} stageAt={0.22} className="me-3 shrink-0 md:hidden" />
        <ul className="min-w-0 grow">
          {links.map((link) => (
            <HostProgress
              key={link.host}
              link={link}
              pace={paces.get(link.host)}
              uploading={upload < 1}
              busy={busy}
              onRetry={onRetry}
              onCancel={onCancel}
            />
          ))}
        </ul>
      </div>
      <HostFailures links={links} onRetryAll={() => onRetry()} busy={busy} />
      {children}
      {/* Only changes of state are read out; the figures would never end. */}
      <p role="status" className="sr-only">
        {links.map((link) => `${link.hostName}: ${words.link(link)}.`).join(' ')}
      </p>
    </section>
  )
}
