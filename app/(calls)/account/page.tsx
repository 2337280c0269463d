// Who is looking, and what is theirs; looking alone makes nobody a guest.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountPage } from '#components/account/account-page.tsx'
import { takesAccounts } from '#components/account/account-view.ts'
import { ClientMessages } from '#components/messages/client-messages.tsx'
import { getAccountLists, getOwnAccount } from '#server/pages/account.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title'), robots: { index: false } }
}

export const dynamic = 'force-dynamic'

export default async function Page() {
  const account = await getOwnAccount()
  const { hosts, ...lists } = await getAccountLists(account !== null)
  return (
    <ClientMessages parts={['account']}>
      {/* Another person's page begins anew. */}
      <AccountPage key={account?.id} account={account} lists={{ ...lists, hosts: hosts.filter(takesAccounts) }} />
    </ClientMessages>
  )
}
