// The address that a host gave, to open and to copy.
import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { safeUrl, shortUrl } from './safe-url.ts'

type Props = {
  url: string
  /** What the link leads to, for its name: "GoFile". */
  of: string
  /** It leads nowhere any more: it can be read and copied, but not followed. */
  dead?: boolean
}

export function HostLink({ url, of, dead = false }: Props) {
  const t = useTranslations('states.link')
  const href = safeUrl(url)
  // Not a web address: it can be read, but not followed.
  if (href === null)
    return (
      <span dir="ltr" className="figures min-w-0 truncate text-ink-soft">
        {url}
      </span>
    )
  if (dead)
    return (
      <span className="flex min-w-0 items-center gap-1">
        <span dir="ltr" className="figures min-w-0 truncate text-ink-soft line-through" title={href}>
          {shortUrl(href)}
        </span>
        <CopyButton text={href} what={t('deadTo', { name: of })} />
      </span>
    )
  return (
    <span className="flex min-w-0 items-center gap-1">
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        title={href}
        className="flex min-w-0 items-center gap-1.5 rounded-control text-beam underline decoration-transparent underline-offset-4 hover:decoration-current"
      >
        <span dir="ltr" className="figures min-w-0 truncate">
          {shortUrl(href)}
        </span>
        <ExternalLink aria-hidden="true" className="size-4 shrink-0 print:hidden" />
        <span className="sr-only">{t('opens', { name: of })}</span>
      </a>
      <CopyButton text={href} what={t('to', { name: of })} />
    </span>
  )
}
