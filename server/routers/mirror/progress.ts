// Tells whoever looks at a mirror how it goes on, as server-sent events, until it is over.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TRPCError, tracked } from '@trpc/server'
import superjson from 'superjson'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { isOver, type MirrorStatus } from '#db/schema/states.ts'
import { watchMirror } from '#server/changes.ts'
import type { OpenAccess } from '#server/auth/mirror-access.ts'
import { AppError } from '#server/errors.ts'
import type { MirrorId } from '#server/ids.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { listHostStates } from '#server/queries/host-states.ts'
import { findGate, type MirrorGate } from '#server/queries/mirror-gate.ts'
import { type FetchState, listFetching } from '#server/queries/public-mirror.ts'
import { toTrpcError } from '#server/trpc/error-formatter.ts'
import { publicProcedure } from '#server/trpc/init.ts'
import { type HostLink, toHostLinks } from './host-link.ts'
import { requireAccess, visitorInput } from './require-access.ts'

/** Milliseconds between two events at least, and between two looks at most: a notification can get lost. */
const PACE_MS = 250
const LOOK_AGAIN_MS = 10_000

type Live = { status: MirrorStatus; links: HostLink[]; fetching: FetchState[] }

/** Whether who could see it still can: it may have ended since, or have got another password. */
const isStillOpen = ({ isExpired, takedown, passwordHash }: MirrorGate, access: OpenAccess): boolean =>
  !isExpired && takedown === null && (access.isOwner || passwordHash === null || passwordHash === access.passwordHash)

async function readLive(id: MirrorId, access: OpenAccess, baseUrl: string): Promise<Live | null> {
  const db = database()
  const gate = await findGate(db, id)
  if (!gate || !isStillOpen(gate, access)) return null
  const [states, fetching] = await Promise.all([listHostStates(db, [id]), listFetching(db, id)])
  return { status: gate.status, links: toHostLinks(states, baseUrl), fetching }
}

/** Names a state, so that a client that comes back is not told again what it knows. */
const markOf = (live: Live): string => createHash('sha1').update(superjson.stringify(live)).digest('base64url')

/** `lastEventId` is what a browser that connects anew sends by itself. */
const input = visitorInput.extend({ lastEventId: z.string().nullish() })

export const progress = publicProcedure.input(input).subscription(async function* ({ ctx, input, signal }) {
  const { stopping } = lifecycle()
  const end = signal ? AbortSignal.any([signal, stopping]) : stopping
  try {
    const access = await requireAccess(ctx, input)
    using watch = await watchMirror(input.id)
    let known = input.lastEventId
    for (;;) {
      const live = await readLive(input.id, access, ctx.baseUrl)
      if (!live) return
      const mark = markOf(live)
      if (mark !== known) yield tracked(mark, live)
      known = mark
      if (isOver(live.status)) return
      await sleep(PACE_MS, undefined, { signal: end })
      await watch.changed(LOOK_AGAIN_MS - PACE_MS, end)
    }
  } catch (error) {
    // What a stream throws passes no middleware, so the code is put to it here.
    if (!end.aborted) throw error instanceof AppError ? toTrpcError(error) : error
    // A client takes this for "connect anew", which leads it to another instance, or to this one after its restart.
    if (stopping.aborted) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'EasyMirror is restarting.' })
  }
})
