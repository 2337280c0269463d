// The mirrors of whoever is looking; looking alone makes nobody a guest.
import type { Metadata } from 'next'
import { HistoryList } from '#components/history/history-list.tsx'
import { listHistoryPage } from '#server/pages/history.ts'

export const metadata: Metadata = { title: 'History', robots: { index: false } }

export const dynamic = 'force-dynamic'

export default async function Page() {
  return <HistoryList first={await listHistoryPage()} />
}
