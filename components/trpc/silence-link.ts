// Hears, in passing, when calls get no answer.
import type { TRPCLink } from '@trpc/client'
import { tap } from '@trpc/server/observable'
import type { AppRouter } from '#server/routers/root.ts'
import { isAnswered } from './failure-of-call.ts'
import { noteSilence } from './server-answers.ts'

export const silenceLink: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    next(op).pipe(
      tap({
        // A subscription whose stream broke is opened again by itself, and tells only this.
        next: ({ result }) => {
          if (result.type === 'state' && result.state === 'connecting' && result.error !== null) noteSilence()
        },
        error: (error) => {
          if (!isAnswered(error)) noteSilence()
        },
      }),
    )
