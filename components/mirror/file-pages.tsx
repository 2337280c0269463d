// The way through the pages of a mirror with many files.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { buttonLook } from '#components/ui/button.tsx'
import { addressOf, type FileQuery } from './file-address.ts'

type Props = { query: FileQuery; page: number; pages: number }

export function FilePages({ query, page, pages }: Props) {
  const t = useTranslations('mirror.filter')
  const to = (at: number, word: string) => (
    <Link href={addressOf({ ...query, page: at })} prefetch={false} className={buttonLook('plain')}>
      {word}
    </Link>
  )
  return (
    <nav
      aria-label={t('pages')}
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3 sm:px-5 print:hidden"
    >
      {page > 1 ? to(page - 1, t('earlier')) : <span />}
      <span className="text-small text-ink-soft">{t('page', { page, pages })}</span>
      {page < pages ? to(page + 1, t('further')) : <span />}
    </nav>
  )
}
