// What the server pushes of a mirror while it is under way, as server-sent events of `mirror.progress`. The share page has no
// other call to make from a browser, so it is spared the client that could make any.
import type { LiveView } from './mirror-view.ts'

/** The server says something every 10 s, if only that it is there. */
const PATIENCE_MS = 30_000
/** A refused connection is not opened again by the browser itself. */
const OPEN_AGAIN_MS = 15_000

type Listener = {
  onLive: (live: LiveView) => void
  /** Nothing comes through for now, or nothing more comes: somebody has to ask. */
  onQuiet: () => void
}

const addressOf = (id: string): string =>
  `/api/trpc/mirror.progress?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`

const moments = new Set(['checkedAt', 'retryAt'])

const isLive = (value: unknown): value is LiveView =>
  typeof value === 'object' && value !== null && 'status' in value && 'links' in value && Array.isArray(value.links)

/** An event as superjson writes it, which would weigh more than all of this page: the dates of it are texts under two names. */
function liveOf(text: string): LiveView {
  const event: unknown = JSON.parse(text, (key, value: unknown) =>
    moments.has(key) && typeof value === 'string' ? new Date(value) : value,
  )
  const live: unknown = typeof event === 'object' && event !== null && 'json' in event ? event.json : null
  if (!isLive(live)) throw new Error('The server pushed something that is no state of a mirror.')
  return live
}

/** Listens until the mirror is over or the returned function is called; a lost connection is made anew. */
export function followMirror(id: string, { onLive, onQuiet }: Listener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const close = () => {
    clearTimeout(timer)
    source?.close()
  }
  const openLater = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      onQuiet()
      open()
    }, milliseconds)
  }
  const open = () => {
    close()
    const opened = new EventSource(addressOf(id))
    source = opened
    openLater(PATIENCE_MS)
    for (const kind of ['connected', 'ping']) opened.addEventListener(kind, () => openLater(PATIENCE_MS))
    opened.addEventListener('message', (event: MessageEvent<string>) => {
      openLater(PATIENCE_MS)
      onLive(liveOf(event.data))
    })
    opened.addEventListener('return', close)
    opened.addEventListener('error', () => {
      onQuiet()
      if (opened.readyState === EventSource.CLOSED) openLater(OPEN_AGAIN_MS)
    })
  }
  open()
  return close
}
