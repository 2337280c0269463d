// Questions that people have, answered with the figures of this very site.
import type { Metadata } from 'next'
import { Faq } from '#components/faq/faq.tsx'
import { terms } from '#server/pages/limits.ts'

export const metadata: Metadata = { title: 'Questions and terms' }

export default function Page() {
  return <Faq terms={terms()} />
}
