// What stands below every page.
import Link from 'next/link'

export function Footer() {
  return (
    <footer className="mx-auto flex w-full max-w-page gap-4 px-4 pt-2 pb-4 text-small text-ink-soft sm:px-6 print:hidden">
      <Link
        href="/faq"
        className="rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current"
      >
        Questions and terms
      </Link>
      <Link
        href="/faq#abuse"
        className="rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current"
      >
        Report abuse
      </Link>
    </footer>
  )
}
