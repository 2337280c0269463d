'use client'
// The mirrors of one person, newest first, a dense line each.
import Link from 'next/link'
import { useState } from 'react'
import { PageMessage } from '#components/shell/page-message.tsx'
import { type RouterOutputs, trpc } from '#components/trpc/trpc.ts'
import { Button, buttonLook } from '#components/ui/button.tsx'
import { HistoryRow } from './history-row.tsx'

type HistoryPage = RouterOutputs['history']['list']

export function HistoryList({ first }: { first: HistoryPage }) {
  const { client } = trpc.useUtils()
  const [pages, setPages] = useState<readonly HistoryPage[]>([first])
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle')
  const items = pages.flatMap((page) => page.items)
  const cursor = pages.at(-1)?.nextCursor ?? null

  const more = (from: NonNullable<typeof cursor>) => {
    setState('asking')
    client.history.list.query({ cursor: from }).then(
      (page) => {
        setPages((before) => [...before, page])
        setState('idle')
      },
      () => setState('failed'),
    )
  }

  if (items.length === 0) return <Empty />
  return (
    <div className="mx-auto flex w-full max-w-page flex-col gap-4 px-4 pt-4 pb-16 sm:px-6">
      <h1 className="text-title font-semibold tracking-tight">History</h1>
      <ul className="overflow-hidden rounded-card border border-line bg-card">
        {items.map((item) => (
          <HistoryRow key={item.id} item={item} />
        ))}
      </ul>
      {cursor !== null && (
        <div className="flex items-center gap-3">
          <Button onClick={() => more(cursor)} disabled={state === 'asking'}>
            Show more
          </Button>
          <span role="status" className="text-small text-ink-soft">
            {state === 'failed' ? 'EasyMirror did not answer. Try again.' : ''}
          </span>
        </div>
      )}
    </div>
  )
}

function Empty() {
  return (
    <PageMessage
      title="No mirrors yet"
      action={
        <Link href="/" className={buttonLook('primary')}>
          Make a mirror
        </Link>
      }
    >
      What you upload in this browser is listed here, with its links.
    </PageMessage>
  )
}
