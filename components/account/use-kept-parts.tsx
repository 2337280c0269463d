'use client'
// The parts of the page that somebody with a name and a guest have alike; their lists outlive the change from one to the other.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AccountView, Lists } from './account-view.ts'
import { ApiTokens } from './api-tokens.tsx'
import { HostAccounts } from './host-accounts.tsx'
import type { PagePart } from './sections.tsx'
import { Sessions } from './sessions.tsx'
import { YourData } from './your-data.tsx'

type HostLists = Pick<Lists, 'hosts' | 'hostAccounts'>
type KeptParts = (account: AccountView, onChanged: (account: AccountView) => void) => PagePart[]

export function useKeptParts(lists: Lists): KeptParts {
  const t = useTranslations('account')
  const [{ hosts, hostAccounts }, setHosts] = useState<HostLists>(lists)
  const [apiTokens, setApiTokens] = useState(lists.apiTokens)
  return (account, onChanged) => [
    {
      id: 'hosts',
      title: t('hosts.title'),
      body: <HostAccounts hosts={hosts} accounts={hostAccounts} onChanged={setHosts} />,
    },
    { id: 'tokens', title: t('tokens.title'), body: <ApiTokens tokens={apiTokens} onChanged={setApiTokens} /> },
    { id: 'sessions', title: t('sessions.title'), body: <Sessions account={account} onChanged={onChanged} /> },
    { id: 'data', title: t('data.title'), body: <YourData /> },
  ]
}
