// A mirror as the history shows it: with where it is.
import { database } from '#db/connection.ts'
import type { HistoryMirror } from '#server/queries/history.ts'
import { listTakedowns } from '#server/queries/mirror-gate.ts'
import { type HostState, listHostStates } from '#server/queries/host-states.ts'
import { hostLinkState, hostName, hostStatus, inCatalogueOrder } from '#server/routers/mirror/host-link.ts'

/** In the order given. */
export async function toItems(mirrors: readonly HistoryMirror[]) {
  const ids = mirrors.map(({ id }) => id)
  const [states, takedowns] = await Promise.all([listHostStates(database(), ids), listTakedowns(database(), ids)])
  const byMirror = Map.groupBy(states, ({ mirrorId }) => mirrorId)
  return mirrors.map((mirror) => ({
    ...mirror,
    /** What the operator said who took it down. */
    takenDown: takedowns.get(mirror.id) ?? null,
    hosts: inCatalogueOrder(byMirror.get(mirror.id) ?? []).map(toHost),
  }))
}

const toHost = (state: HostState) => ({
  host: state.host,
  hostName: hostName(state.host),
  status: hostStatus(state),
  linkState: hostLinkState(state),
})
