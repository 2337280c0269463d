'use client'
// Uploads that were interrupted, each with the way on; and those that another tab is busy with.
import { useTranslations } from 'next-intl'
import { plainName } from '#components/format/plain-name.ts'
import { useFormat } from '#components/format/use-format.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import { InterruptedWays } from './interrupted-ways.tsx'
import { useGoingOn } from './use-going-on.ts'
import type { FoundInterrupted, Interrupted } from './use-interrupted.ts'

/** @param as `h1` where nothing else is on the page */
export function InterruptedUploads({ found, as: Heading }: { found: FoundInterrupted; as: 'h1' | 'h2' }) {
  const titleOf = useInterruptedTitle()
  const ways = useGoingOn(found)
  const { interrupted } = found
  if (interrupted.length === 0) return null
  return (
    <section aria-labelledby="interrupted-title" className="overflow-clip rounded-card border border-line bg-card">
      <Heading id="interrupted-title" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        {titleOf(interrupted)}
      </Heading>
      <ul>
        {interrupted.map((one) => (
          <li
            key={one.upload.id}
            className="relative grid gap-3 border-b border-line px-4 py-3 last:border-b-0 sm:px-5"
          >
            <About one={one} />
            {one.place !== 'elsewhere' && <InterruptedWays one={one} ways={ways} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Told without being looked for, since they are found after the page has been read. */
export function InterruptedStatus({ found: { interrupted } }: { found: FoundInterrupted }) {
  const titleOf = useInterruptedTitle()
  return (
    <p role="status" className="sr-only">
      {interrupted.length > 0 && titleOf(interrupted)}
    </p>
  )
}

function useInterruptedTitle(): (interrupted: readonly Interrupted[]) => string {
  const t = useTranslations('upload.interrupted')
  return (interrupted) => {
    const elsewhere = interrupted.filter(({ place }) => place === 'elsewhere').length
    return elsewhere === interrupted.length
      ? t('titleElsewhere', { count: elsewhere })
      : t('title', { count: interrupted.length - elsewhere })
  }
}

function About({ one: { upload, standing, place } }: { one: Interrupted }) {
  const t = useTranslations('upload.interrupted')
  const dashboard = useTranslations('dashboard')
  const format = useFormat()
  const title = plainName(upload.title)
  const { there, files, arrived, bytes } = standing
  const amount = t('amount', { arrived: format.bytes(arrived), bytes: format.bytes(bytes) })
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 grow">
        <p className="truncate font-semibold" title={title} dir="auto">
          {title}
        </p>
        <p className="figures text-small text-ink-soft">
          {place === 'elsewhere' ? `${t('elsewhere')} · ${amount}` : `${t('files', { there, files })} · ${amount}`}
        </p>
        <div className="mt-2 bg-line">
          <ProgressBar
            value={bytes === 0 ? 0 : arrived / bytes}
            label={t('progress', { title })}
            tone={place === 'elsewhere' ? 'beam' : 'still'}
          />
        </div>
      </div>
      <CopyButton text={upload.shareUrl} what={dashboard('shareLinkOf', { title })} />
    </div>
  )
}
