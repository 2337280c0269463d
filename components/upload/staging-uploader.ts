// Uppy's uploader plug-in for our storage. Why not Uppy's own: docs/decisions/009-upload-client.md.
import { BasePlugin, type PluginOpts, type Uppy } from '@uppy/core'
import type { LocalUppyFile, UppyFile } from '@uppy/core/utils'
import type { Connections } from './connections.ts'
import type { UploadApi, UploadTarget } from './upload-api.ts'
import { uploadFile } from './upload-file.ts'

/** What we tell Uppy of a file beside its bytes. */
export type FileMeta = {
  fileId: string
  /** Null where an address has to be signed first. */
  target: UploadTarget | null
  /** By an earlier page: storage may have some of it. */
  begun: boolean
}
export type FileBody = Record<string, never>
export type StagedFile = UppyFile<FileMeta, FileBody>

type Options = PluginOpts & { api: UploadApi; connections: Connections }

// Enough for a smooth bar; more only makes copies of Uppy's state.
const TELL_EVERY_MS = 100

export class StagingUploader extends BasePlugin<Options, FileMeta, FileBody> {
  /** What each file that is under way listens to. */
  readonly #running = new Map<string, AbortController>()
  /** Files that were begun once: their next run asks storage what it has. */
  readonly #begun = new Set<string>()

  constructor(uppy: Uppy<FileMeta, FileBody>, options: Options) {
    super(uppy, options)
    this.id = 'StagingUploader'
    this.type = 'uploader'
  }

  override install(): void {
    const { capabilities } = this.uppy.getState()
    this.uppy.setState({ capabilities: { ...capabilities, resumableUploads: true, individualCancellation: true } })
    this.uppy.addUploader(this.#upload)
    this.uppy.on('upload-pause', this.#pauseOrResume)
    this.uppy.on('file-removed', this.#remove)
  }

  override uninstall(): void {
    this.uppy.removeUploader(this.#upload)
    this.uppy.off('upload-pause', this.#pauseOrResume)
    this.uppy.off('file-removed', this.#remove)
    for (const controller of this.#running.values()) controller.abort()
  }

  readonly #upload = async (ids: string[]): Promise<void> => {
    this.uppy.emit('upload-start', this.uppy.getFilesByIds(ids))
    await Promise.all(ids.map((id) => this.#run(id)))
  }

  async #run(id: string): Promise<void> {
    const file = this.uppy.getFile(id)
    if (!isLocal(file) || file.data === undefined || file.isPaused === true) return
    const controller = new AbortController()
    this.#running.set(id, controller)
    try {
      await this.#send(file, file.data, controller.signal)
      this.uppy.emit('upload-success', this.uppy.getFile(id), { status: 200 })
    } catch (error) {
      // A pause or a removal is not a failure, and both have told Uppy already.
      if (!controller.signal.aborted) this.uppy.emit('upload-error', file, asError(error))
    } finally {
      if (this.#running.get(id) === controller) this.#running.delete(id)
    }
  }

  async #send(file: LocalUppyFile<FileMeta, FileBody>, data: Blob, signal: AbortSignal): Promise<void> {
    const { fileId, target, begun } = file.meta
    const again = begun || this.#begun.has(file.id)
    this.#begun.add(file.id)
    let told = 0
    const onBytes = (bytesUploaded: number) => {
      const now = performance.now()
      if (now - told < TELL_EVERY_MS && bytesUploaded < data.size) return
      told = now
      const uploadStarted = file.progress.uploadStarted ?? Date.now()
      this.uppy.emit('upload-progress', file, { uploadStarted, bytesUploaded, bytesTotal: data.size })
    }
    const { api, connections } = this.opts
    await uploadFile({ fileId, file: data, api, connections, signal, onBytes }, target, again)
  }

  readonly #pauseOrResume = (file: StagedFile | undefined, paused: boolean): void => {
    if (!file) return
    if (paused) this.#running.get(file.id)?.abort()
    else void this.#run(file.id)
  }

  readonly #remove = (file: StagedFile): void => {
    this.#running.get(file.id)?.abort()
  }
}

const isLocal = (file: StagedFile | undefined): file is LocalUppyFile<FileMeta, FileBody> =>
  file !== undefined && !file.isRemote

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('The upload failed.'))
