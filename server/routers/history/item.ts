// A mirror as the history shows it: with where it is.
import { database } from '#db/connection.ts'
import type { HistoryMirror } from '#server/queries/history.ts'
import { type HostState, listHostStates } from '#server/queries/host-states.ts'
import { hostLinkState, hostName, hostStatus, inCatalogueOrder } from '#server/routers/mirror/host-link.ts'

/** In the order given. */
export async function toItems(mirrors: readonly HistoryMirror[]) {
  const states = await listHostStates(
    database(),
    mirrors.map(({ id }) => id),
  )
  const byMirror = Map.groupBy(states, ({ mirrorId }) => mirrorId)
  return mirrors.map((mirror) => ({
    ...mirror,
    hosts: inCatalogueOrder(byMirror.get(mirror.id) ?? []).map(toHost),
  }))
}

const toHost = (state: HostState) => ({
  host: state.host,
  hostName: hostName(state.host),
  status: hostStatus(state),
  linkState: hostLinkState(state),
})
