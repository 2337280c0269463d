// The upload of one mirror's files, as something a page can watch: Uppy carries the state, this adds rates and words.
import Uppy from '@uppy/core'
import { RateMeter } from '#components/format/rate-meter.ts'
import type { Connections } from './connections.ts'
import { type FileBody, type FileMeta, type StagedFile, StagingUploader } from './staging-uploader.ts'
import type { CreatedMirror, UploadApi } from './upload-api.ts'

export type UploadState = 'waiting' | 'uploading' | 'paused' | 'staged' | 'failed' | 'cancelled'

export type UploadView = {
  id: string
  name: string
  /** The folder that it came in, or null. */
  path: string | null
  size: number
  sent: number
  state: UploadState
  /** Bytes in a second, or null while there is nothing to say. */
  rate: number | null
  secondsLeft: number | null
  error: string | null
}

export type UploadsView = {
  files: readonly UploadView[]
  bytes: number
  sent: number
  rate: number | null
  secondsLeft: number | null
  /** Nothing is on its way or waiting to be. */
  settled: boolean
}

export type PickedFile = { file: File; path: string | null }

type Options = { mirror: CreatedMirror; picked: readonly PickedFile[]; api: UploadApi; connections: Connections }

// The rates are smoothed over seconds, so looking more often would only cost power.
const LOOK_EVERY_MS = 250

/** A file as the mirror knows it, joined to the bytes that were picked for it, in the order in which both were sent. */
type Entry = { id: string; name: string; path: string | null; size: number; uppyId: string; meter: RateMeter }

export class UploadSession {
  readonly #uppy: Uppy<FileMeta, FileBody>
  readonly #api: UploadApi
  readonly #entries: readonly Entry[]
  readonly #cancelled = new Set<string>()
  readonly #total = new RateMeter()
  readonly #listeners = new Set<() => void>()
  #view: UploadsView
  #ticker: ReturnType<typeof setInterval> | undefined

  /** Starts at once. `picked` stands in the order in which the files were given to `mirror.create`. */
  constructor({ mirror, picked, api, connections }: Options) {
    this.#api = api
    this.#uppy = new Uppy<FileMeta, FileBody>({ id: mirror.id, logger: silent, autoProceed: false })
    this.#uppy.use(StagingUploader, { api, connections })
    this.#uppy.addFiles(
      mirror.files.flatMap(({ id, upload }, index) => {
        const data = picked[index]?.file
        // Uppy takes two files of one name, size and date for one; under our id each is its own.
        return data ? [{ name: id, type: 'application/octet-stream', data, meta: { fileId: id, target: upload } }] : []
      }),
    )
    const uppyIds = new Map(this.#uppy.getFiles().map((file) => [file.meta.fileId, file.id]))
    this.#entries = mirror.files.map(({ id, name, size }, index) => ({
      id,
      name,
      path: picked[index]?.path ?? null,
      size,
      uppyId: uppyIds.get(id) ?? '',
      meter: new RateMeter(),
    }))
    this.#view = this.#look()
    this.#start(this.#uppy.upload())
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): UploadsView => this.#view

  pause(id: string): void {
    const file = this.#file(id)
    if (file && file.isPaused !== true) this.#uppy.pauseResume(file.id)
    this.#tick()
  }

  resume(id: string): void {
    const file = this.#file(id)
    if (file?.isPaused !== true) return
    this.#entries.find((entry) => entry.id === id)?.meter.reset()
    this.#uppy.pauseResume(file.id)
    this.#start()
  }

  retry(id: string): void {
    const file = this.#file(id)
    if (file) this.#start(this.#uppy.retryUpload(file.id))
  }

  /** Gives a file up: what has arrived of it is thrown away, and no host gets it. */
  cancel(id: string): void {
    const file = this.#file(id)
    if (!file || this.#cancelled.has(id)) return
    this.#cancelled.add(id)
    this.#uppy.removeFile(file.id)
    // The sweeper takes away what this call, should it fail, leaves behind.
    this.#api.abort(id).catch(() => undefined)
    this.#tick()
  }

  /** Lets go of every file of a mirror that is no more: there is nothing left to give up at the server. */
  drop(): void {
    for (const { id, uppyId } of this.#entries) {
      this.#cancelled.add(id)
      if (this.#file(id)) this.#uppy.removeFile(uppyId)
    }
    this.#tick()
  }

  #file(id: string): StagedFile | undefined {
    const entry = this.#entries.find((candidate) => candidate.id === id)
    return entry && this.#uppy.getFile(entry.uppyId)
  }

  #start(upload?: Promise<unknown>): void {
    // Each file's own state says how it ended; the promise repeats it.
    upload?.catch(() => undefined)
    this.#ticker ??= setInterval(this.#tick, LOOK_EVERY_MS)
    this.#tick()
  }

  readonly #tick = (): void => {
    this.#view = this.#look()
    if (this.#view.settled) {
      clearInterval(this.#ticker)
      this.#ticker = undefined
    }
    for (const listener of this.#listeners) listener()
  }

  #look(): UploadsView {
    const now = performance.now()
    const files = this.#entries.map((entry) => this.#lookAt(entry, now))
    const kept = files.filter((file) => file.state !== 'cancelled')
    const bytes = kept.reduce((sum, file) => sum + file.size, 0)
    const sent = kept.reduce((sum, file) => sum + file.sent, 0)
    const settled = !files.some((file) => file.state === 'waiting' || file.state === 'uploading')
    this.#total.add(now, sent)
    return {
      files,
      bytes,
      sent,
      rate: settled ? null : this.#total.rate(),
      secondsLeft: settled ? null : this.#total.secondsLeft(bytes - sent),
      settled,
    }
  }

  #lookAt({ id, name, path, size, uppyId, meter }: Entry, now: number): UploadView {
    const file = this.#cancelled.has(id) ? undefined : this.#uppy.getFile(uppyId)
    const state = stateOf(file)
    const sent = state === 'staged' ? size : Math.min(size, Number(file?.progress.bytesUploaded ?? 0))
    const moving = state === 'uploading'
    if (moving) meter.add(now, sent)
    return {
      id,
      name,
      path,
      size,
      sent,
      state,
      rate: moving ? meter.rate() : null,
      secondsLeft: moving ? meter.secondsLeft(size - sent) : null,
      error: state === 'failed' ? (file?.error ?? null) : null,
    }
  }
}

function stateOf(file: StagedFile | undefined): UploadState {
  if (!file) return 'cancelled'
  if (file.progress.uploadComplete === true) return 'staged'
  if (typeof file.error === 'string') return 'failed'
  if (file.isPaused === true) return 'paused'
  return Number(file.progress.bytesUploaded) > 0 ? 'uploading' : 'waiting'
}

// Failures are shown on the page, beside the file; Uppy's console lines would only repeat them.
const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined }
