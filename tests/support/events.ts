// Server-sent events as they come, with the time of each.

export type SentEvent = { event: string; data: string; id: string | undefined; at: number }

export type Events = AsyncDisposable & {
  /** All that came so far; comments and pings are left out. */
  seen: SentEvent[]
  /** Resolves with the first event, of those seen and those to come, that fits. @throws {Error} when the stream ends before */
  find(fits: (event: SentEvent) => boolean): Promise<SentEvent>
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>
  /** Leaves. */
  close(): void
}

/** Reads the events of an answer. */
export function readEvents(answer: Response): Events {
  const leave = new AbortController()
  const seen: SentEvent[] = []
  const waiting = new Set<() => void>()
  let over = false
  const read = async () => {
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    leave.signal.addEventListener('abort', () => void reader?.cancel())
    let rest = ''
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      const blocks = (rest + piece.value).split(/\n{2,}/)
      rest = blocks.pop() ?? ''
      seen.push(
        ...blocks
          .filter(Boolean)
          .map(parse)
          .filter(({ event }) => event !== 'ping'),
      )
      for (const look of waiting) look()
    }
  }
  const ended = read().finally(() => {
    over = true
    for (const look of waiting) look()
  })
  const find = async (fits: (event: SentEvent) => boolean) => {
    for (;;) {
      const found = seen.find(fits)
      if (found) return found
      if (over) throw new Error(`The stream ended before: ${JSON.stringify(seen)}`)
      await new Promise<void>((resolve) => {
        const look = () => {
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
      })
    }
  }
  const close = () => leave.abort()
  return { seen, find, ended, close, [Symbol.asyncDispose]: async () => close() }
}

function parse(block: string): SentEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at), line.slice(at + 1).trimStart()]
    }),
  )
  return {
    event: fields.get('event') ?? 'message',
    data: fields.get('data') ?? '',
    id: fields.get('id'),
    at: performance.now(),
  }
}
