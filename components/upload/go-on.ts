// An upload that was interrupted, from what the browser kept of it and what the server has, to a session that goes on.
import { abortAll } from './abort-all.ts'
import { askServer } from './ask-server.ts'
import { withAttempts } from './attempts.ts'
import type { Connections } from './connections.ts'
import { watchToTheEnd } from './keep-going.ts'
import { claimUpload } from './one-tab.ts'
import type { SessionFile } from './session-file.ts'
import type { ArrivedFiles, UploadApi } from './upload-api.ts'
import { UploadError } from './upload-error.ts'
import { UploadSession } from './upload-session.ts'
import { forgetUnfinished, type Unfinished, type UnfinishedFile } from './unfinished.ts'

/** How far an upload had come, by what the server has. */
export type Standing = {
  /** What is still to be sent, at least in part. */
  open: readonly UnfinishedFile[]
  /** Files that are there whole. */
  there: number
  /** Without those that were given up. */
  files: number
  bytes: number
  arrived: number
}

/** Null when there is nothing to go on with: it is over, given up, or somebody else's; then it is forgotten. */
export async function standingOf(upload: Unfinished, api: UploadApi, signal: AbortSignal): Promise<Standing | null> {
  const arrived = await ask(upload, api, signal)
  const standing = arrived && toStanding(upload, arrived)
  if (standing && standing.open.length > 0) return standing
  await forgetUnfinished(upload.id)
  return null
}

/** Null when the server knows no such mirror of this person. */
async function ask({ id }: Unfinished, api: UploadApi, signal: AbortSignal): Promise<ArrivedFiles | null> {
  try {
    return await withAttempts(() => askServer(() => api.arrived(id, signal), signal), signal)
  } catch (error) {
    if (error instanceof UploadError && error.kind === 'refused') return null
    throw error
  }
}

function toStanding(upload: Unfinished, arrived: ArrivedFiles): Standing {
  const states = new Map(arrived.map((file) => [file.fileId, file]))
  const open = upload.files.filter(({ id }) => states.get(id)?.status === 'uploading')
  const whole = upload.files.filter(({ id }) => isThere(states.get(id)))
  const kept = [...open, ...whole]
  return {
    open,
    there: whole.length,
    files: kept.length,
    bytes: kept.reduce((sum, { size }) => sum + size, 0),
    arrived: kept.reduce((sum, { id }) => sum + (states.get(id)?.arrived ?? 0), 0),
  }
}

const isThere = (file: ArrivedFiles[number] | undefined): boolean =>
  file?.status === 'staged' || file?.status === 'released'

type Means = { api: UploadApi; connections: Connections; found: ReadonlyMap<string, File> }

/**
 * Goes on with the files that were found; the others are given up.
 * @returns null when another tab is at it
 * @throws {UploadError} when the server does not answer
 */
export async function goOn(upload: Unfinished, { api, connections, found }: Means): Promise<UploadSession | null> {
  const claim = await claimUpload(upload.id)
  if (!claim) return null
  try {
    const arrived = (await ask(upload, api, new AbortController().signal)) ?? []
    const states = new Map(arrived.map((file) => [file.fileId, file]))
    const files = upload.files.flatMap((file) => toSessionFile(file, states.get(file.id), found.get(file.id)))
    const lost = toStanding(upload, arrived).open.filter(({ id }) => !found.has(id))
    await abortAll(
      api,
      lost.map(({ id }) => id),
    )
    const uploads = new UploadSession({ id: upload.id, files, api, connections })
    watchToTheEnd(upload.id, uploads, claim)
    return uploads
  } catch (error) {
    claim.release()
    throw error
  }
}

function toSessionFile(
  { id, name, path, size, multipart }: UnfinishedFile,
  state: ArrivedFiles[number] | undefined,
  source: File | undefined,
): SessionFile[] {
  const plain = { id, name, path, size }
  if (isThere(state)) return [{ ...plain, source: null, target: null, arrived: size }]
  if (state?.status !== 'uploading' || !source) return []
  return [{ ...plain, source, target: multipart && { multipart }, arrived: state.arrived }]
}

/** Throws away what has arrived of the files that are not whole; those that are stay. */
export async function giveUp(upload: Unfinished, standing: Standing, api: UploadApi): Promise<void> {
  await abortAll(
    api,
    standing.open.map(({ id }) => id),
  )
  await forgetUnfinished(upload.id)
}
