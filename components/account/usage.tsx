'use client'
// How much is somebody's, in three figures.
import { useFormatter, useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import type { AccountView } from './account-view.ts'

export function Usage({ usage: { mirrors, files, bytes } }: { usage: AccountView['usage'] }) {
  const t = useTranslations('account.usage')
  const { number } = useFormatter()
  const format = useFormat()
  const figures = [
    [t('mirrors'), number(mirrors)],
    [t('files'), number(files)],
    [t('uploaded'), format.bytes(bytes)],
  ] as const
  return (
    <dl className="grid max-w-read grid-cols-3 gap-4">
      {figures.map(([what, figure]) => (
        <div key={what}>
          <dt className="text-small text-ink-soft">{what}</dt>
          <dd className="figures text-lead">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
