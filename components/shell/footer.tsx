// What stands below every page.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { LanguageSwitch } from './language-switch.tsx'

export function Footer() {
  const t = useTranslations('shell')
  return (
    <footer className="mx-auto flex w-full max-w-page flex-wrap items-baseline gap-x-4 px-4 pt-2 pb-4 text-small text-ink-soft sm:px-6 print:hidden">
      <Link href="/faq" className={footerLook}>
        {t('faq')}
      </Link>
      <Link href="/faq#abuse" className={footerLook}>
        {t('reportAbuse')}
      </Link>
      <LanguageSwitch look={footerLook} />
    </footer>
  )
}

const footerLook =
  'min-h-6 rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current'
