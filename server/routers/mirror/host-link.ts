// What people see of a mirror at one host, made of the host's transfers and list.
import type { LinkState, TransferStatus } from '#db/schema/states.ts'
import { catalogue, findEntry } from '#server/hosts/registry.ts'
import type { HostId } from '#server/ids.ts'
import type { HostPause } from '#server/queries/host-pauses.ts'
import type { HostState } from '#server/queries/host-states.ts'

export type HostLink = {
  host: HostId
  hostName: string
  url: string | null
  status: TransferStatus
  /** From 0 to 1. */
  progress: number
  bytesSent: number
  bytesTotal: number
  checkedAt: Date | null
  linkState: LinkState | null
  /** What went wrong, as a sentence: for good where `status` is `failed`, else the last time, or why the host is paused. */
  error?: string
  /** When a failed try is made again, or a paused host is tried. */
  retryAt?: Date
}

/** A host that is not known any more is called by its id. */
export const hostName = (id: HostId): string => findEntry(id)?.host.name ?? id

/** Of all files: what one of them still waits for, the whole waits for, and what one of them failed at, the whole failed at. */
export function hostStatus({ count, groupState }: Pick<HostState, 'count' | 'groupState'>): TransferStatus {
  if (count.running > 0) return 'running'
  if (count.queued > 0) return count.done > 0 ? 'running' : 'queued'
  if (groupState === 'wanted' || groupState === 'saving') return 'running'
  if (count.failed > 0) return 'failed'
  return count.cancelled > 0 ? 'cancelled' : 'done'
}

/**
 * What the host's last words on its copies come to: `dead` when all of them are, `alive` when all of them are. Where only some are
 * dead, or it does not tell of some, neither would be true of the whole, so it is `unknown`; null before it was asked of all.
 */
export function hostLinkState({ count, copies }: Pick<HostState, 'count' | 'copies'>): LinkState | null {
  if (count.done === 0) return null
  if (copies.dead === count.done) return 'dead'
  if (copies.dead + copies.unknown > 0) return 'unknown'
  return copies.alive === count.done ? 'alive' : null
}

/** Links to what this product serves itself are kept as paths, since its address may change. */
export const absolute = (url: string, baseUrl: string): string => (url.startsWith('/') ? `${baseUrl}${url}` : url)

/** The list's address where there is one; without a list, and once nothing more comes, the first file's. */
function hostUrl(state: HostState, status: TransferStatus): string | null {
  if (state.groupState === 'made' && state.groupUrl !== null) return state.groupUrl
  return status === 'queued' || status === 'running' ? null : state.firstUrl
}

/** A pause is of everybody's files: it comes before what went wrong with one of these. */
function waitFor({ sentence, until }: HostPause, { host, retryAt }: HostState): Pick<HostLink, 'error' | 'retryAt'> {
  const error = `${hostName(host)} is paused for everyone, since it ${sentence} It goes on by itself.`
  return { error, retryAt: retryAt !== null && retryAt > until ? retryAt : until }
}

function troubles(state: HostState, status: TransferStatus): Pick<HostLink, 'error' | 'retryAt'> {
  if (status === 'failed') return state.failure === null ? {} : { error: state.failure }
  if (state.pause && state.count.queued > 0 && state.count.running === 0) return waitFor(state.pause, state)
  if (status !== 'queued') return {}
  return {
    ...(state.setback !== null && { error: state.setback }),
    ...(state.retryAt !== null && { retryAt: state.retryAt }),
  }
}

function toHostLink(state: HostState, baseUrl: string): HostLink {
  const status = hostStatus(state)
  const url = hostUrl(state, status)
  const { bytes, sent } = status === 'failed' || status === 'cancelled' ? state.all : state.wanted
  return {
    host: state.host,
    hostName: hostName(state.host),
    url: url === null ? null : absolute(url, baseUrl),
    status,
    progress: bytes === 0 ? 0 : sent / bytes,
    bytesSent: sent,
    bytesTotal: bytes,
    checkedAt: state.checkedAt,
    linkState: hostLinkState(state),
    ...troubles(state, status),
  }
}

/** Hosts stand in the same order everywhere. */
export function inCatalogueOrder(states: readonly HostState[]): HostState[] {
  const place = new Map<string, number>(catalogue().map(({ host }, index) => [host.id, index]))
  const of = ({ host }: HostState) => place.get(host) ?? place.size
  return states.toSorted((one, other) => of(one) - of(other))
}

/** One link for each host that a mirror was sent to. */
export const toHostLinks = (states: readonly HostState[], baseUrl: string): HostLink[] =>
  inCatalogueOrder(states).map((state) => toHostLink(state, baseUrl))
