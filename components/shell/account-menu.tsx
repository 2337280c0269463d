// The way to the visitor's own account. The page there knows who it is; a header that asked would make every page wait for it.
import { CircleUserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { buttonLook } from '#components/ui/button.tsx'

export function AccountMenu() {
  const name = useTranslations('shell')('account')
  return (
    <Link
      href="/account"
      aria-label={name}
      title={name}
      className={buttonLook('quiet', 'size-9 px-0 text-ink-soft hover:text-ink')}
    >
      <CircleUserRound aria-hidden="true" className="size-5!" />
    </Link>
  )
}
