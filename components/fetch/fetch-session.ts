// The files of one mirror that the server fetches, as something a page can watch: what it tells of them, with rates.
import { RateMeter } from '#components/format/rate-meter.ts'
import type { FetchingView } from '#components/mirror/mirror-view.ts'
import type { TrpcClient } from '#components/trpc/trpc.ts'
import type { CreatedMirror } from '#components/upload/upload-api.ts'
import {
  type Uploads,
  type UploadState,
  type UploadsView,
  type UploadView,
  unlessSame,
} from '#components/upload/upload-view.ts'

const LOOK_EVERY_MS = 1_000
/** A page that shows the mirror tells what it hears; after so long without news the server is asked. */
const SILENCE_MS = 3_000

const nothing = () => undefined

type Entry = { id: string; name: string; size: number; meter: RateMeter }

export class FetchSession implements Uploads {
  readonly #client: TrpcClient
  readonly #mirrorId: string
  readonly #entries: readonly Entry[]
  readonly #cancelled = new Set<string>()
  readonly #total = new RateMeter()
  readonly #listeners = new Set<() => void>()
  readonly #ticker: ReturnType<typeof setInterval>
  /** By file; those that are missing are in staging. Null before the first news. */
  #news: ReadonlyMap<string, FetchingView> | null = null
  #heardAt = performance.now()
  #view: UploadsView

  constructor(client: TrpcClient, mirror: CreatedMirror) {
    this.#client = client
    this.#mirrorId = mirror.id
    this.#entries = mirror.files.map(({ id, name, size }) => ({ id, name, size, meter: new RateMeter() }))
    this.#view = this.#look()
    this.#ticker = setInterval(this.#askAfterSilence, LOOK_EVERY_MS)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly view = (): UploadsView => this.#view

  /** Takes what the server has told of the mirror. */
  readonly hear = (fetching: readonly FetchingView[]): void => {
    this.#heardAt = performance.now()
    this.#news = new Map(fetching.map((one) => [one.fileId, one]))
    this.#change()
  }

  /** Gives a file up: what has arrived of it is thrown away, and no host gets it. */
  readonly cancel = (id: string): void => {
    if (this.#cancelled.has(id)) return
    this.#cancelled.add(id)
    this.#change()
    this.#client.mirror.abortUpload.mutate({ fileId: id }).catch(() => {
      // It goes on, so the page says so again.
      this.#cancelled.delete(id)
      this.#change()
    })
  }

  // A server needs no pause, and has tried often enough itself.
  readonly pause = nothing
  readonly resume = nothing
  readonly retry = nothing
  readonly pauseAll = nothing
  readonly resumeAll = nothing
  readonly retryAll = nothing

  readonly cancelAll = (): void => {
    for (const { id, state } of this.#view.files) if (state === 'waiting' || state === 'uploading') this.cancel(id)
  }

  /** Lets go of every file of a mirror that is no more. */
  readonly drop = (): void => {
    for (const { id } of this.#entries) this.#cancelled.add(id)
    this.#change()
  }

  readonly #askAfterSilence = (): void => {
    if (performance.now() - this.#heardAt < SILENCE_MS) return
    this.#heardAt = performance.now()
    // Whoever does not hear now asks again after the next silence.
    this.#client.mirror.get.query({ id: this.#mirrorId }).then(({ fetching }) => this.hear(fetching), nothing)
  }

  #change(): void {
    this.#view = this.#look(this.#view)
    if (this.#view.settled) clearInterval(this.#ticker)
    for (const listener of this.#listeners) listener()
  }

  #look(before?: UploadsView): UploadsView {
    const now = performance.now()
    const files = this.#entries.map((entry, index) => unlessSame(before?.files[index], this.#lookAt(entry, now)))
    const kept = files.filter((file) => file.state !== 'cancelled' && file.state !== 'failed')
    const bytes = kept.reduce((sum, file) => sum + file.size, 0)
    const sent = kept.reduce((sum, file) => sum + file.sent, 0)
    const settled = !files.some((file) => file.state === 'waiting' || file.state === 'uploading')
    this.#total.add(now, sent)
    return {
      by: 'server',
      files,
      bytes,
      sent,
      rate: settled ? null : this.#total.rate(),
      secondsLeft: settled ? null : this.#total.secondsLeft(bytes - sent),
      settled,
    }
  }

  #lookAt({ id, name, size, meter }: Entry, now: number): UploadView {
    const news = this.#news?.get(id)
    const state = this.#cancelled.has(id) ? 'cancelled' : stateOf(news, this.#news !== null)
    const sent = state === 'staged' ? size : (news?.bytes ?? 0)
    const moving = state === 'uploading'
    if (moving) meter.add(now, sent)
    return {
      id,
      name,
      path: null,
      size,
      sent,
      state,
      rate: moving ? meter.rate() : null,
      secondsLeft: moving ? meter.secondsLeft(size - sent) : null,
      fault: state === 'failed' ? { kind: 'refused', sentence: news?.error ?? null } : null,
    }
  }
}

function stateOf(news: FetchingView | undefined, heard: boolean): UploadState {
  if (!news) return heard ? 'staged' : 'waiting'
  return news.state === 'running' ? 'uploading' : news.state
}
