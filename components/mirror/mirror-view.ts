// What a page knows of a mirror: the shapes of `mirror.get`, and the facts that pages read out of them.
import type { RouterOutputs } from '#components/trpc/trpc.ts'

export type MirrorView = RouterOutputs['mirror']['get']
export type MirrorStatus = MirrorView['status']
export type LinkView = MirrorView['links'][number]
export type FileView = MirrorView['files'][number]
export type FileLinkView = MirrorView['fileLinks'][number]
/** A file that the server is to fetch, or could not. */
export type FetchingView = MirrorView['fetching'][number]
/** What changes while a mirror is under way. */
export type LiveView = Pick<MirrorView, 'status' | 'links' | 'fetching'>

/** Nothing more will happen to a mirror of this status by itself. */
export const isOver = (status: MirrorStatus): boolean =>
  status === 'done' || status === 'partial' || status === 'failed' || status === 'expired'

export const totalBytes = (files: readonly { size: number }[]): number =>
  files.reduce((sum, file) => sum + file.size, 0)
