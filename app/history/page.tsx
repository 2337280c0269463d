// The mirrors of whoever is looking; looking alone makes nobody a guest.
import type { Metadata } from 'next'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { addressOf, filterOf, inputOf } from '#components/history/filter.ts'
import { HistoryList } from '#components/history/history-list.tsx'
import { listHistoryPage } from '#server/pages/history.ts'

export const metadata: Metadata = { title: 'History', robots: { index: false } }

export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const given = Object.entries(await searchParams).map(([name, value]) => [name, String(value)])
  const filter = filterOf(new URLSearchParams(given))
  const page = await listHistoryPage(inputOf(filter))
  return (
    <ClientMessages parts={['history', 'sharing']}>
      <HistoryList key={addressOf(filter)} first={{ filter, page }} />
    </ClientMessages>
  )
}
