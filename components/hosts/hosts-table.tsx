// The hosts side by side: a table where there is room, and a card each where there is not.
import { clsx } from 'clsx'
import { count } from '#components/format/plural.ts'
import { HostRow } from './host-row.tsx'
import type { HostEntry } from './host-view.ts'

function readyNow(hosts: readonly HostEntry[]): string {
  const paused = hosts.filter(({ status }) => status === 'paused').length
  const now = `${count(hosts.length - paused, 'host')} can take files now`
  return paused === 0 ? now : `${now}, and ${paused} ${paused === 1 ? 'is' : 'are'} paused`
}

export function HostsTable({ hosts }: { hosts: readonly HostEntry[] }) {
  const ready = hosts.filter((host) => host.enabled)
  const rest = hosts.filter((host) => !host.enabled)
  return (
    <div className="mx-auto flex w-full max-w-page flex-col gap-6 px-4 pt-4 pb-16 sm:px-6">
      <header>
        <h1 className="text-title font-semibold tracking-tight sm:text-display">Hosts</h1>
        <p className="mt-1 max-w-read text-ink-soft">
          {ready.length === 0
            ? 'No host is ready. Whoever runs this site has to set one up.'
            : `${readyNow(ready)}. A file goes to as many of them as you pick, and each copy is checked as far as the host lets us.`}
        </p>
      </header>
      {ready.length > 0 && <Hosts title="Ready" hosts={ready} used />}
      {rest.length > 0 && <Hosts title="Not ready" hosts={rest} used={false} />}
    </div>
  )
}

/** @param used files go there, so that there is something to tell of how it does */
function Hosts({ title, hosts, used }: { title: string; hosts: readonly HostEntry[]; used: boolean }) {
  return (
    <section className="overflow-hidden rounded-card border border-line bg-card">
      <table className="block w-full text-left lg:table lg:table-fixed">
        <caption className="block border-b border-line px-4 py-3 text-left font-semibold sm:px-5 lg:table-caption">
          {title}
        </caption>
        <thead className="hidden lg:table-header-group">
          <tr className="text-small text-ink-soft">
            <Heading width="w-36">Host</Heading>
            <Heading width="w-32">Largest file</Heading>
            <Heading>How long files live</Heading>
            <Heading width="w-32">Account there</Heading>
            {used && <Heading width="w-28">We compare</Heading>}
            {used && <Heading width="w-40">Last 7 days</Heading>}
            <Heading width="w-64">Now</Heading>
          </tr>
        </thead>
        <tbody className="block lg:table-row-group">
          {hosts.map((host) => (
            <HostRow key={host.id} host={host} used={used} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heading({ width, children }: { width?: string; children: string }) {
  return (
    <th scope="col" className={clsx('px-3 py-2 font-normal first:pl-5 last:pr-5', width)}>
      {children}
    </th>
  )
}
