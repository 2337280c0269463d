// The parts of the account page one below the other, and beside them, where there is room, the way to each.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Section } from './section.tsx'

export type PagePart = { id: string; title: string; body: ReactNode }

export function Sections({ parts }: { parts: readonly PagePart[] }) {
  const t = useTranslations('account')
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
      <nav aria-label={t('onThisPage')} className="lg:sticky lg:top-4">
        <ul className="flex flex-wrap gap-x-5 gap-y-1 lg:flex-col">
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                className="inline-block rounded-control py-1 text-ink-soft underline decoration-transparent underline-offset-4 hover:text-ink hover:decoration-current"
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-6">
        {parts.map(({ id, title, body }) => (
          <Section key={id} id={id} title={title}>
            {body}
          </Section>
        ))}
      </div>
    </div>
  )
}
