// The mirrors of whoever is looking; looking alone makes nobody a guest.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { addressOf, filterOf, inputOf } from '#components/history/filter.ts'
import { HistoryList } from '#components/history/history-list.tsx'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { listHistoryPage } from '#server/pages/history.ts'
import { listHosts } from '#server/pages/hosts.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('history')
  return { title: t('title'), robots: { index: false } }
}

export const dynamic = 'force-dynamic'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const given = Object.entries(await searchParams).map(([name, value]) => [name, String(value)])
  const filter = filterOf(new URLSearchParams(given))
  const [page, hosts] = await Promise.all([listHistoryPage(inputOf(filter)), listHosts()])
  return (
    <ClientMessages parts={['history', 'mirror', 'sharing']}>
      <HistoryList
        key={addressOf(filter)}
        first={{ filter, page }}
        hosts={hosts.map(({ id, name }) => ({ id, name }))}
      />
    </ClientMessages>
  )
}
