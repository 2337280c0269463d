'use client'
// Why files were left out, a sentence each reason.
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import type { Limits, Refusal } from './accept-files.ts'

const MOST_NAMED = 3

/** Names the first few of the files. */
export function useRefusalWords(limits: Limits): (refusal: Refusal) => string {
  const t = useTranslations('upload')
  const format = useFormat()
  return ({ reason, names }) => {
    const some = names.slice(0, MOST_NAMED)
    return t(`leftOut.${reason}`, {
      count: names.length,
      names: some.map((name) => t('quoted', { name })).join(', '),
      rest: names.length - some.length,
      limit: format.limit(limits.maxFileSize),
      most: limits.maxFilesPerMirror,
    })
  }
}
