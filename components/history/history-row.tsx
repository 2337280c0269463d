// One mirror of the history: its fan, its name, how much, when, and where it is.
import Link from 'next/link'
import { SmallFan } from '#components/fan/small-fan.tsx'
import { formatBytes } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import { rayState, statusSentence } from '#components/mirror/link-state.ts'
import type { RouterOutputs } from '#components/trpc/trpc.ts'
import { DateTime } from '#components/ui/date-time.tsx'

type HistoryItem = RouterOutputs['history']['list']['items'][number]

export function HistoryRow({ item }: { item: HistoryItem }) {
  const { id, name, uploadedAt, status, fileCount, bytes, hosts } = item
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        href={`/mirror/${id}`}
        className="grid min-h-16 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 px-4 py-3 transition-colors duration-100 hover:bg-beam-faint focus-visible:-outline-offset-2 sm:px-5 md:grid-cols-[auto_minmax(0,1fr)_auto_7rem]"
      >
        <SmallFan states={hosts.map((host) => rayState(host.status))} />
        <span className="min-w-0">
          <span className="block truncate font-semibold">{name}</span>
          <span className="block truncate text-small text-ink-soft">{statusSentence(status, hosts)}</span>
        </span>
        <span className="col-start-2 text-small text-ink-soft md:col-start-auto md:text-right">
          {count(fileCount, 'file')} · <span className="figures">{formatBytes(bytes)}</span>
          <span className="md:hidden">
            {' '}
            · <DateTime at={uploadedAt} />
          </span>
        </span>
        <span className="hidden text-right text-small text-ink-soft md:block">
          <DateTime at={uploadedAt} />
        </span>
      </Link>
    </li>
  )
}
