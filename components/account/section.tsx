// A part of the account page: a heading, and what there is to do.
import type { ReactNode } from 'react'

type Props = {
  /** Where links within the page lead to. */
  id: string
  title: string
  children: ReactNode
}

export function Section({ id, title, children }: Props) {
  const headingId = `${id}-heading`
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className="grid scroll-mt-4 gap-4 rounded-card border border-line bg-card p-4 sm:p-6"
    >
      <h2 id={headingId} className="text-lead font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
