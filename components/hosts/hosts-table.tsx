// The hosts side by side: a table where there is room, and a card each where there is not.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { type Translate, translationOf } from '#components/messages/sentences.ts'
import { HostRow } from './host-row.tsx'
import type { HostEntry } from './host-view.ts'

export async function HostsTable({ hosts }: { hosts: readonly HostEntry[] }) {
  const [t, say] = await Promise.all([getTranslations('hosts'), getLocale().then(translationOf)])
  const ready = hosts.filter((host) => host.enabled)
  const paused = ready.filter(({ status }) => status === 'paused').length
  const now = { count: ready.length - paused, paused }
  const rest = hosts.filter((host) => !host.enabled)
  return (
    <div className="mx-auto flex w-full max-w-page flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      <header>
        <h1 className="text-title font-semibold tracking-tight sm:text-display">{t('title')}</h1>
        <p className="mt-1 max-w-read text-ink-soft">
          {ready.length === 0
            ? t('none')
            : t('intro', { ready: paused === 0 ? t('ready', now) : t('readyPaused', now) })}
        </p>
      </header>
      {ready.length > 0 && <Hosts title={t('groups.ready')} hosts={ready} say={say} used />}
      {rest.length > 0 && <Hosts title={t('groups.rest')} hosts={rest} say={say} used={false} />}
    </div>
  )
}

type Props = {
  title: string
  hosts: readonly HostEntry[]
  /** Files go there, so that there is something to tell of how it does. */
  used: boolean
  say: Translate
}

function Hosts({ title, hosts, used, say }: Props) {
  const t = useTranslations('hosts.columns')
  return (
    <section className="overflow-hidden rounded-card border border-line bg-card">
      <table className="block w-full text-start lg:table lg:table-fixed">
        <caption className="block border-b border-line px-4 py-3 text-start font-semibold sm:px-5 lg:table-caption">
          {title}
        </caption>
        <thead className="hidden lg:table-header-group">
          <tr className="text-small text-ink-soft">
            <Heading width="w-36">{t('host')}</Heading>
            <Heading width="w-32">{t('largest')}</Heading>
            <Heading>{t('liveLong')}</Heading>
            <Heading width="w-32">{t('account')}</Heading>
            {used && <Heading width="w-28">{t('compared')}</Heading>}
            {used && <Heading width="w-40">{t('lastDays')}</Heading>}
            <Heading width="w-64">{t('now')}</Heading>
          </tr>
        </thead>
        <tbody className="block lg:table-row-group">
          {hosts.map((host) => (
            <HostRow key={host.id} host={host} used={used} say={say} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heading({ width, children }: { width?: string; children: string }) {
  return (
    <th scope="col" className={clsx('px-3 py-2 text-start font-normal first:ps-5 last:pe-5', width)}>
      {children}
    </th>
  )
}
