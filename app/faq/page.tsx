// Questions that people have, answered with the figures of this very site.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Faq } from '#components/faq/faq.tsx'
import { terms } from '#server/pages/limits.ts'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('faq'))('title'),
})

export default function Page() {
  return <Faq terms={terms()} />
}
