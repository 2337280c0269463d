'use client'
// The mirrors that were begun on this page before the one in view: a line each, and the way back to them.
import { plainName } from '#components/format/plain-name.ts'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { MirrorSection } from './mirror-section.ts'
import { useUploadSentence } from './use-totals.ts'

type Props = { sections: readonly MirrorSection[]; onShow: (id: string) => void }

export function OtherMirrors({ sections, onShow }: Props) {
  const t = useTranslations('dashboard')
  if (sections.length === 0) return null
  return (
    <section aria-labelledby="others-title" className="overflow-hidden rounded-card border border-line bg-card">
      <h2 id="others-title" className="border-b border-line px-4 py-3 font-semibold sm:px-5">
        {t('others')}
      </h2>
      <ul>
        {sections.map((section) => (
          <Other key={section.mirror.id} section={section} onShow={() => onShow(section.mirror.id)} />
        ))}
      </ul>
    </section>
  )
}

function Other({
  section: { uploads: session, title, mirror },
  onShow,
}: {
  section: MirrorSection
  onShow: () => void
}) {
  const t = useTranslations('dashboard')
  const summary = useUploadSentence()
  const uploads = useSyncExternalStore(session.subscribe, session.view, session.view)
  return (
    <li className="flex items-center gap-2 border-b border-line px-4 py-2 last:border-b-0 sm:px-5">
      <div className="min-w-0 grow">
        <p className="truncate">{plainName(title)}</p>
        <p className="text-small text-ink-soft">{summary(uploads)}</p>
      </div>
      <CopyButton text={mirror.shareUrl} what={t('shareLinkOf', { title })} />
      <Button onClick={onShow}>{t('show')}</Button>
    </li>
  )
}
