// The hosts side by side: a table where there is room, and a card each where there is not.
import { ExternalLink } from 'lucide-react'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { formatLimit } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'

type HostEntry = RouterOutputs['mirror']['hosts'][number]

const words = { up: 'Ready', paused: 'Paused', off: 'Not ready' }
const tones = { up: 'text-live', paused: 'text-waiting', off: 'text-ink-soft' }

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
      {ready.length > 0 && <Hosts title="Ready" hosts={ready} />}
      {rest.length > 0 && <Hosts title="Not ready" hosts={rest} />}
    </div>
  )
}

function Hosts({ title, hosts }: { title: string; hosts: readonly HostEntry[] }) {
  return (
    <section className="overflow-hidden rounded-card border border-line bg-card">
      <table className="block w-full text-left md:table md:table-fixed">
        <caption className="block border-b border-line px-4 py-3 text-left font-semibold sm:px-5 md:table-caption">
          {title}
        </caption>
        <thead className="hidden md:table-header-group">
          <tr className="text-small text-ink-soft">
            <Heading>Host</Heading>
            <Heading>Largest file</Heading>
            <Heading>How long files live</Heading>
            <Heading>Account there</Heading>
            <Heading>Now</Heading>
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {hosts.map((host) => (
            <Row key={host.id} host={host} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heading({ children }: { children: string }) {
  return (
    <th scope="col" className="px-4 py-2 font-normal first:pl-5 last:pr-5">
      {children}
    </th>
  )
}

function Row({ host }: { host: HostEntry }) {
  const { name, homepage, maxFileSize, retention, anonymous, enabled, reason, status } = host
  return (
    <tr className="grid grid-cols-[9rem_minmax(0,1fr)] gap-y-1 border-b border-line py-3 last:border-b-0 md:table-row md:border-t md:border-b-0">
      <th scope="row" className="col-span-2 px-4 font-semibold sm:px-5 md:py-3 md:pr-4 md:align-top">
        <a
          href={homepage}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex items-center gap-1.5 rounded-control underline decoration-transparent underline-offset-4 hover:decoration-current"
        >
          {name}
          <ExternalLink aria-hidden="true" className="size-4 text-ink-soft print:hidden" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      </th>
      <Cell label="Largest file">{maxFileSize === null ? 'No limit named' : formatLimit(maxFileSize)}</Cell>
      <Cell label="Files live">
        <span className="inline-block first-letter:uppercase">{retention}</span>
      </Cell>
      <Cell label="Account there">{anonymous ? 'Not needed' : enabled ? 'Needed, this site has one' : 'Needed'}</Cell>
      <Cell label="Now" last>
        <span className={clsx('font-semibold', tones[status])}>{words[status]}</span>
        {reason !== undefined && <span className="block text-small text-ink-soft">{reason}</span>}
      </Cell>
    </tr>
  )
}

function Cell({ label, last = false, children }: { label: string; last?: boolean; children: ReactNode }) {
  return (
    <td className={clsx('contents md:table-cell md:px-4 md:py-3 md:align-top', last && 'md:pr-5')}>
      <span aria-hidden="true" className="pl-4 text-small text-ink-soft sm:pl-5 md:hidden">
        {label}
      </span>
      <span className="pr-4 sm:pr-5 md:pr-0">{children}</span>
    </td>
  )
}
