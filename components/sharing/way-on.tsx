// Where to go from a mirror that cannot be seen.
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { buttonLook } from '#components/ui/button.tsx'

export function WayOn() {
  const t = useTranslations('sharing')
  return (
    <Link href="/" className={buttonLook('primary')}>
      {t('makeOne')}
    </Link>
  )
}
