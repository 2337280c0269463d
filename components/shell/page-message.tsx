// A page that has one thing to say and one way on: not found, gone wrong, nothing here yet.
import type { ReactNode } from 'react'
import { SmallFan } from '#components/fan/small-fan.tsx'

type Props = { title: string; children: ReactNode; action: ReactNode; broken?: boolean }

export function PageMessage({ title, children, action, broken = false }: Props) {
  return (
    <div className="mx-auto flex w-full max-w-read grow flex-col items-start justify-center gap-4 px-4 py-16 sm:px-6">
      <SmallFan states={broken ? ['live', 'failed', 'live'] : ['waiting', 'waiting', 'waiting']} />
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      <p className="text-ink-soft">{children}</p>
      <div className="mt-2">{action}</div>
    </div>
  )
}
