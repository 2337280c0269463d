// The one word and the one mark that a host's state has everywhere, as keys of the messages `states`.
import type { Ray } from '#components/fan/fan.tsx'
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

type Sentence =
  | 'uploadingNowhere'
  | 'uploading'
  | 'queuedNowhere'
  | 'queued'
  | 'sending'
  | 'partlySent'
  | 'done'
  | 'over'
  | 'gone'
  | 'failed'
  | 'expired'

/** A key of the messages `states.sentence`, and how many hosts of which kind it tells of. */
export type StatusSentence = { key: Sentence; values: { total: number; live: number; failed: number; dead: number } }

type Counts = StatusSentence['values']

function countsOf(links: readonly Pick<LinkView, 'status' | 'linkState'>[]): Counts {
  const dead = links.filter(isDead).length
  return {
    total: links.length,
    live: links.filter((link) => link.status === 'done').length - dead,
    failed: links.filter((link) => link.status === 'failed').length,
    dead,
  }
}

function sentenceOf(status: MirrorStatus, { total, live, dead }: Counts): Sentence {
  switch (status) {
    case 'uploading':
      return total === 0 ? 'uploadingNowhere' : 'uploading'
    case 'queued':
      return total === 0 ? 'queuedNowhere' : 'queued'
    case 'mirroring':
      return live === 0 ? 'sending' : 'partlySent'
    case 'done':
    case 'partial':
      if (dead > 0 && live === 0) return 'gone'
      return status === 'done' && dead === 0 ? 'done' : 'over'
    case 'failed':
      return 'failed'
    case 'expired':
      return 'expired'
  }
}

/** The state of a whole mirror in one sentence. */
export function statusSentence(
  status: MirrorStatus,
  links: readonly Pick<LinkView, 'status' | 'linkState'>[],
): StatusSentence {
  const values = countsOf(links)
  return { key: sentenceOf(status, values), values }
}
