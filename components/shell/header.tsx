// What stands above every page: the name, and the way to what exists.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { ThemeSwitch } from '#components/theme/theme-switch.tsx'
import { buttonLook } from '#components/ui/button.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Wordmark } from './wordmark.tsx'

export function Header() {
  const t = useTranslations('shell')
  return (
    <header className="mx-auto flex w-full max-w-page items-center gap-1 px-4 py-3 sm:px-6 print:hidden">
      <a
        href="#main"
        className="sr-only z-40 focus:not-sr-only focus:absolute focus:top-2 focus:start-2 focus:rounded-control focus:bg-card focus:px-4 focus:py-2 focus:shadow-float"
      >
        {t('skip')}
      </a>
      <Link href="/" className="-ms-2 rounded-control px-2 py-1" aria-label={t('home')}>
        <Wordmark />
      </Link>
      <nav aria-label={t('pages')} className="ms-auto flex items-center sm:gap-1">
        <Link href="/history" className={buttonLook('quiet', 'px-2 sm:px-3')}>
          {t('history')}
        </Link>
        <Link href="/hosts" className={buttonLook('quiet', 'px-2 sm:px-3')}>
          {t('hosts')}
        </Link>
        <AccountMenu />
        <ThemeSwitch />
      </nav>
    </header>
  )
}
