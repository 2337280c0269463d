// Who is looking, and what is theirs; looking alone makes nobody a guest.
import type { Metadata } from 'next'
import { AccountPage } from '#components/account/account-page.tsx'
import { getOwnAccount } from '#server/pages/account.ts'

export const metadata: Metadata = { title: 'Account', robots: { index: false } }

export const dynamic = 'force-dynamic'

export default async function Page() {
  const account = await getOwnAccount()
  // Another person's page begins anew.
  return <AccountPage key={account?.id} account={account} />
}
