// Where a mirror is reported to the operator; works with no script, and tells nothing of the mirror.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { ReportPage } from '#components/sharing/report-page.tsx'
import { isReportable } from '#server/pages/report.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, unknown>> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('sharing')
  return { title: t('report.title'), robots: { index: false, follow: false, nocache: true } }
}

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  if (!(await isReportable(id))) notFound()
  const { sent, refused } = await searchParams
  const outcome = sent !== undefined ? 'sent' : refused === 'often' || refused === 'input' ? refused : null
  return <ReportPage id={id} outcome={outcome} />
}
