// What EasyMirror is, its limits, and what is and is not allowed, in plain words.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import type { Terms } from '#server/pages/limits.ts'
import { AbuseContact } from './abuse-contact.tsx'

export function Faq({ terms }: { terms: Terms }) {
  const { maxFileSize, maxFilesPerMirror, stagingHours, localDays, abuseContact } = terms
  const t = useTranslations('faq')
  const format = useFormat()
  return (
    <article className="mx-auto flex w-full max-w-read flex-col gap-8 px-4 pt-4 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight sm:text-display">{t('title')}</h1>

      <Question id="what" title={t('what.title')}>
        <p>{t('what.first')}</p>
        <p>{t('what.second')}</p>
      </Question>

      <Question id="account" title={t('account.title')}>
        <p>{t.rich('account.text', { account: linkTo('/account') })}</p>
      </Question>

      <Question id="limits" title={t('limits.title')}>
        <p>
          {t.rich('limits.text', {
            size: format.limit(maxFileSize),
            count: maxFilesPerMirror,
            hosts: linkTo('/hosts'),
          })}
        </p>
      </Question>

      <Question id="how-long" title={t('howLong.title')}>
        <p>{t.rich('howLong.text', { count: stagingHours, hosts: linkTo('/hosts') })}</p>
        {localDays > 0 && <p>{t('howLong.local', { count: localDays })}</p>}
      </Question>

      <Question id="checked" title={t('checked.title')}>
        <p>{t('checked.text')}</p>
      </Question>

      <Question id="who" title={t('who.title')}>
        <p>{t('who.text')}</p>
      </Question>

      <Question id="delete" title={t('delete.title')}>
        <p>{t.rich('delete.text', { history: linkTo('/history') })}</p>
      </Question>

      <Question id="abuse" title={t('abuse.title')}>
        <p>
          <AbuseContact contact={abuseContact} /> {t('abuse.text')}
        </p>
      </Question>

      <Question id="terms" title={t('terms.title')}>
        <p>{t('terms.first')}</p>
        <p>{t('terms.second')}</p>
      </Question>
    </article>
  )
}

function Question({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id} className="scroll-mt-4 text-lead font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** What a sentence makes of the words that lead elsewhere. */
const linkTo = (href: string) => (words: ReactNode) => (
  <Link href={href} className="rounded-control text-beam underline underline-offset-4">
    {words}
  </Link>
)
