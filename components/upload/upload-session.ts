// The upload of one mirror's files, as something a page can watch: Uppy carries the state, this adds rates and words.
import Uppy from '@uppy/core'
import { RateMeter } from '#components/format/rate-meter.ts'
import { abortAll } from './abort-all.ts'
import type { Connections } from './connections.ts'
import type { SessionFile } from './session-file.ts'
import { type FileBody, type FileMeta, type StagedFile, StagingUploader } from './staging-uploader.ts'
import type { UploadApi } from './upload-api.ts'
import { faultOf } from './upload-error.ts'
import {
  type UploadFault,
  type Uploads,
  type UploadState,
  type UploadsView,
  type UploadView,
  unlessSame,
} from './upload-view.ts'

export type { UploadState, UploadsView, UploadView } from './upload-view.ts'
export type { PickedFile } from './picked-files.ts'

type Options = { id: string; files: readonly SessionFile[]; api: UploadApi; connections: Connections }

// The rates are smoothed over seconds, so looking more often would only cost power.
const LOOK_EVERY_MS = 250

type Entry = SessionFile & { uppyId: string; meter: RateMeter }

export class UploadSession implements Uploads {
  readonly #uppy: Uppy<FileMeta, FileBody>
  readonly #api: UploadApi
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #cancelled = new Set<string>()
  readonly #faults = new Map<string, UploadFault>()
  readonly #total = new RateMeter()
  readonly #listeners = new Set<() => void>()
  #view: UploadsView
  #ticker: ReturnType<typeof setInterval> | undefined

  /** Starts at once. */
  constructor({ id: mirrorId, files, api, connections }: Options) {
    this.#api = api
    this.#uppy = new Uppy<FileMeta, FileBody>({ id: mirrorId, logger: silent, autoProceed: false })
    this.#uppy.use(StagingUploader, { api, connections })
    this.#uppy.on('upload-error', (file, error) => {
      if (file) this.#faults.set(file.meta.fileId, faultOf(error))
    })
    this.#uppy.addFiles(files.flatMap(toUppy))
    const uppyIds = new Map(this.#uppy.getFiles().map((file) => [file.meta.fileId, file.id]))
    this.#entries = new Map(
      files.map((file) => [file.id, { ...file, uppyId: uppyIds.get(file.id) ?? '', meter: new RateMeter() }]),
    )
    this.#view = this.#look()
    this.#start(this.#uppy.upload())
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): UploadsView => this.#view

  readonly pause = (id: string): void => this.#pause([id])
  readonly pauseAll = (): void => this.#pause(this.#those('waiting', 'uploading'))
  readonly resume = (id: string): void => this.#resume([id])
  readonly resumeAll = (): void => this.#resume(this.#those('paused'))

  readonly retry = (id: string): void => {
    const file = this.#file(id)
    if (file) this.#start(this.#uppy.retryUpload(file.id))
  }

  readonly retryAll = (): void => {
    if (this.#those('failed').length > 0) this.#start(this.#uppy.retryAll())
  }

  readonly cancel = (id: string): void => this.#cancel([id])
  readonly cancelAll = (): void => this.#cancel(this.#those('waiting', 'uploading', 'paused', 'failed'))

  readonly drop = (): void => {
    this.#forget([...this.#entries.keys()])
    this.#tick()
  }

  #those(...states: readonly UploadState[]): string[] {
    return this.#look().files.flatMap(({ id, state }) => (states.includes(state) ? [id] : []))
  }

  #pause(ids: readonly string[]): void {
    for (const id of ids) {
      const file = this.#file(id)
      if (file && file.isPaused !== true) this.#uppy.pauseResume(file.id)
    }
    this.#tick()
  }

  #resume(ids: readonly string[]): void {
    for (const id of ids) {
      const file = this.#file(id)
      if (file?.isPaused !== true) continue
      this.#entries.get(id)?.meter.reset()
      this.#uppy.pauseResume(file.id)
    }
    this.#total.reset()
    this.#start()
  }

  #cancel(ids: readonly string[]): void {
    const gone = ids.filter((id) => this.#file(id) && !this.#cancelled.has(id))
    this.#forget(gone)
    // The sweeper takes away what these calls, should they fail, leave behind.
    abortAll(this.#api, gone).catch(() => undefined)
    this.#tick()
  }

  /** All at once: Uppy copies its list of files for each call. */
  #forget(ids: readonly string[]): void {
    for (const id of ids) this.#cancelled.add(id)
    this.#uppy.removeFiles(ids.flatMap((id) => this.#file(id)?.id ?? []))
  }

  #file(id: string): StagedFile | undefined {
    const entry = this.#entries.get(id)
    return entry && this.#uppy.getFile(entry.uppyId)
  }

  #start(upload?: Promise<unknown>): void {
    // Each file's own state says how it ended; the promise repeats it.
    upload?.catch(() => undefined)
    this.#ticker ??= setInterval(this.#tick, LOOK_EVERY_MS)
    this.#tick()
  }

  readonly #tick = (): void => {
    this.#view = this.#look(this.#view)
    if (this.#view.settled) {
      clearInterval(this.#ticker)
      this.#ticker = undefined
    }
    for (const listener of this.#listeners) listener()
  }

  #look(before?: UploadsView): UploadsView {
    const now = performance.now()
    const entries = [...this.#entries.values()]
    const files = entries.map((entry, index) => unlessSame(before?.files[index], this.#lookAt(entry, now)))
    const kept = files.filter((file) => file.state !== 'cancelled')
    const bytes = kept.reduce((sum, file) => sum + file.size, 0)
    const sent = kept.reduce((sum, file) => sum + file.sent, 0)
    const settled = !files.some((file) => file.state === 'waiting' || file.state === 'uploading')
    this.#total.add(now, sent)
    return {
      by: 'browser',
      files,
      bytes,
      sent,
      rate: settled ? null : this.#total.rate(),
      secondsLeft: settled ? null : this.#total.secondsLeft(bytes - sent),
      settled,
    }
  }

  #lookAt({ id, name, path, size, source, arrived, uppyId, meter }: Entry, now: number): UploadView {
    const file = this.#cancelled.has(id) ? undefined : this.#uppy.getFile(uppyId)
    const state = source === null && !this.#cancelled.has(id) ? 'staged' : stateOf(file)
    const sent = state === 'staged' ? size : Math.min(size, Math.max(arrived ?? 0, bytesOf(file)))
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
      fault: state === 'failed' ? (this.#faults.get(id) ?? null) : null,
    }
  }
}

/** Uppy takes two files of one name, size and date for one; under our id each is its own. */
const toUppy = ({ id, source, target, arrived }: SessionFile) =>
  source === null
    ? []
    : [
        {
          name: id,
          type: 'application/octet-stream',
          data: source,
          meta: { fileId: id, target, begun: arrived !== null },
        },
      ]

const bytesOf = (file: StagedFile | undefined): number => Number(file?.progress.bytesUploaded ?? 0)

function stateOf(file: StagedFile | undefined): UploadState {
  if (!file) return 'cancelled'
  if (file.progress.uploadComplete === true) return 'staged'
  if (typeof file.error === 'string') return 'failed'
  if (file.isPaused === true) return 'paused'
  return bytesOf(file) > 0 ? 'uploading' : 'waiting'
}

// Failures are shown on the page, beside the file; Uppy's console lines would only repeat them.
const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined }
