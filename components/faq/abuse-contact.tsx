// Whom to write to about files that should not be here.

/** @param contact an e-mail address or a web address, or null where the operator named none */
export function AbuseContact({ contact }: { contact: string | null }) {
  if (contact === null) return 'Write to whoever runs this site.'
  const address = contact.includes('://') ? contact : `mailto:${contact}`
  return (
    <>
      Write to{' '}
      <a href={address} className="rounded-control text-beam underline underline-offset-4 wrap-anywhere">
        {contact}
      </a>
      .
    </>
  )
}
