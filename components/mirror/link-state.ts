// The one word and the one mark that a host's state has everywhere.
import type { Ray } from '#components/fan/fan.tsx'
import { count } from '#components/format/plural.ts'
import type { LinkView, MirrorStatus } from './mirror-view.ts'

export type StateWord =
  | 'Waiting'
  | 'Uploading'
  | 'Fetching'
  | 'Paused'
  | 'Uploaded'
  | 'Sending'
  | 'Checking'
  | 'Live'
  | 'Failed'
  | 'Cancelled'
  | 'Dead'

/** The host had the files, and says that it has none of them any more. */
export const isDead = ({ status, linkState }: Pick<LinkView, 'status' | 'linkState'>): boolean =>
  status === 'done' && linkState === 'dead'

/** The state of a host: a host that has every byte but has not said so yet is checking them. */
export function linkWord(link: Pick<LinkView, 'status' | 'linkState' | 'bytesSent' | 'bytesTotal'>): StateWord {
  switch (link.status) {
    case 'queued':
      return 'Waiting'
    case 'running':
      return link.bytesTotal > 0 && link.bytesSent >= link.bytesTotal ? 'Checking' : 'Sending'
    case 'done':
      return isDead(link) ? 'Dead' : 'Live'
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
  }
}

const rayStates: Record<LinkView['status'], Ray['state']> = {
  queued: 'waiting',
  running: 'moving',
  done: 'live',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** A ray that leads nowhere any more is broken, as one that never came there. */
export const rayState = (link: Pick<LinkView, 'status' | 'linkState'>): Ray['state'] =>
  isDead(link) ? 'failed' : rayStates[link.status]

export const linkRay = (link: LinkView): Ray => ({
  id: link.host,
  progress: link.progress,
  state: rayState(link),
})

/** What the fan shows, in words: "Upload 45 %. PixelDrain: Sending, 40 %. GoFile: Live." */
export function fanLabel(upload: number, links: readonly LinkView[]): string {
  const hosts = links.map((link) => {
    const word = linkWord(link)
    return `${link.hostName}: ${word}${word === 'Sending' ? `, ${Math.floor(link.progress * 100)} %` : ''}.`
  })
  return [upload < 1 ? `Upload: ${Math.floor(upload * 100)} %.` : 'Uploaded.', ...hosts].join(' ')
}

/** Where a mirror is that is over, as far as hosts have said. */
function whereItIs(links: readonly Pick<LinkView, 'status' | 'linkState'>[]): string {
  const dead = links.filter(isDead).length
  const live = links.filter((link) => link.status === 'done').length - dead
  const failed = links.filter((link) => link.status === 'failed').length
  if (dead > 0 && live === 0) return 'No host has these files any more.'
  const others = [failed > 0 && `${failed} failed`, dead > 0 && `${dead} dead`].filter(Boolean)
  return [`On ${live} of ${count(links.length, 'host')}`, ...others].join(', ').concat('.')
}

/** The state of a whole mirror in one sentence. */
export function statusSentence(status: MirrorStatus, links: readonly Pick<LinkView, 'status' | 'linkState'>[]): string {
  const live = links.filter((link) => link.status === 'done').length
  const hosts = count(links.length, 'host')
  switch (status) {
    case 'uploading':
      return links.length === 0 ? 'The files are still being uploaded.' : `Being uploaded, on its way to ${hosts}.`
    case 'queued':
      return links.length === 0 ? 'Uploaded. No host has been chosen yet.' : `Waiting to be sent to ${hosts}.`
    case 'mirroring':
      return live === 0 ? `On its way to ${hosts}.` : `On ${live} of ${hosts}, the others are on their way.`
    case 'done':
      if (links.some(isDead)) return whereItIs(links)
      return links.length === 1 ? 'On 1 host, checked.' : `On ${hosts}, all checked.`
    case 'partial':
      return whereItIs(links)
    case 'failed':
      return 'No host took these files.'
    case 'expired':
      return 'This mirror has expired.'
  }
}
