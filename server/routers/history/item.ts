// A mirror as the history shows it: with where it is.
import { database } from '#db/connection.ts'
import type { HistoryMirror } from '#server/queries/history.ts'
import { listTakedowns } from '#server/queries/mirror-gate.ts'
import { type HostState, listHostStates } from '#server/queries/host-states.ts'
import { hostLinkState, hostName, hostStatus, inCatalogueOrder } from '#server/routers/mirror/host-link.ts'

type Takedown = NonNullable<ReturnType<Awaited<ReturnType<typeof listTakedowns>>['get']>>

/** @param states where it stands at each of its hosts */
export const toItem = (mirror: HistoryMirror, states: readonly HostState[], takenDown: Takedown | null) => ({
  ...mirror,
  /** What the operator said who took it down. */
  takenDown,
  hosts: inCatalogueOrder(states).map(toHost),
})

/** In the order given. */
export async function toItems(mirrors: readonly HistoryMirror[]) {
  const ids = mirrors.map(({ id }) => id)
  const [states, takedowns] = await Promise.all([listHostStates(database(), ids), listTakedowns(database(), ids)])
  const byMirror = Map.groupBy(states, ({ mirrorId }) => mirrorId)
  return mirrors.map((mirror) => toItem(mirror, byMirror.get(mirror.id) ?? [], takedowns.get(mirror.id) ?? null))
}

const toHost = (state: HostState) => ({
  host: state.host,
  hostName: hostName(state.host),
  status: hostStatus(state),
  linkState: hostLinkState(state),
})
