// Whom to write to about files that should not be here.
import { useTranslations } from 'next-intl'

/** @param contact an e-mail address or a web address, or null where the operator named none */
export function AbuseContact({ contact }: { contact: string | null }) {
  const t = useTranslations('faq.abuse')
  if (contact === null) return t('writeToOperator')
  const address = contact.includes('://') ? contact : `mailto:${contact}`
  return t.rich('writeTo', {
    address: () => (
      <a href={address} className="rounded-control text-beam underline underline-offset-4 wrap-anywhere">
        {contact}
      </a>
    ),
  })
}
