'use client'
// The accounts that somebody has at hosts themselves: which hosts take one, set up, replaced, and removed.
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { trpc } from '#components/trpc/trpc.ts'
import { type AccountHost, type HostAccount, type Lists, takesAccounts } from './account-view.ts'
import { HostAccountRow } from './host-account-row.tsx'

type Props = {
  hosts: readonly AccountHost[]
  accounts: readonly HostAccount[]
  onChanged: (lists: Pick<Lists, 'hosts' | 'hostAccounts'>) => void
}

export function HostAccounts({ hosts, accounts, onChanged }: Props) {
  const t = useTranslations('account.hosts')
  const { client } = trpc.useUtils()
  /** The one whose form is open. */
  const [open, setOpen] = useState<string | null>(null)
  const [news, setNews] = useState<string | null>(null)

  // A host may be ready with an account that was not without, so both are asked for anew.
  const changed = async (sentence: string) => {
    const [all, hostAccounts] = await Promise.all([
      client.mirror.hosts.query(),
      client.account.hostAccounts.list.query(),
    ])
    onChanged({ hosts: all.filter(takesAccounts), hostAccounts })
    setOpen(null)
    setNews(sentence)
  }
  if (hosts.length === 0) return <p className="text-ink-soft">{t('none')}</p>
  return (
    <>
      <p className="max-w-read">{t('text')}</p>
      <p role="status" className="empty:hidden">
        {news}
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {hosts.map((host) => (
          <HostAccountRow
            key={host.id}
            host={host}
            setAt={accounts.find((account) => account.host === host.id)?.setAt ?? null}
            open={open === host.id}
            onToggle={(isOpen) => {
              setOpen(isOpen ? host.id : null)
              setNews(null)
            }}
            onSet={() => changed(t('accepted', { host: host.name }))}
            onRemove={async () => {
              await client.account.hostAccounts.remove.mutate({ host: host.id })
              await changed(t('removed', { host: host.name }))
            }}
          />
        ))}
      </ul>
    </>
  )
}
