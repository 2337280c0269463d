// Who waits for news of a mirror: one LISTEN connection per process, its notifications handed to whoever watches.
import { setTimeout as sleep } from 'node:timers/promises'
import { client } from '#db/connection.ts'
import type { MirrorId } from '#server/ids.ts'
import { processWide } from '#server/process-wide.ts'
import { MIRROR_CHANGED } from '#server/queries/system/mirror-status.ts'

type Wake = () => void

export type Watch = Disposable & {
  /**
   * Resolves once the mirror has changed since the last call that resolved, or after `ms`.
   * @throws the signal's reason as soon as it aborts
   */
  changed(ms: number, signal: AbortSignal): Promise<void>
}

const watchers = () => processWide('mirror-watchers', () => new Map<string, Set<Wake>>())
const connection = () => processWide('mirror-listener', () => ({ opening: undefined as Promise<unknown> | undefined }))

function wake(id: string): void {
  for (const one of watchers().get(id) ?? []) one()
}

/** What was said while the connection was down is lost, so everybody looks again. */
function wakeAll(): void {
  for (const id of watchers().keys()) wake(id)
}

/** Resolves once notifications arrive; the driver connects anew by itself. A first try that fails is made again by the next call. */
function listening(): Promise<unknown> {
  const held = connection()
  held.opening ??= client()
    .listen(MIRROR_CHANGED, (ids) => ids.split(',').forEach(wake), wakeAll)
    .catch((error: unknown) => {
      held.opening = undefined
      throw error
    })
  return held.opening
}

/**
 * Begins to listen for changes of a mirror: whoever reads the mirror after this misses none.
 * @throws what the driver throws when the database cannot be reached
 */
export async function watchMirror(id: MirrorId): Promise<Watch> {
  let news = false
  let ring: Wake | undefined
  const heard = () => {
    news = true
    ring?.()
  }
  const leave = join(id, heard)
  try {
    await listening()
  } catch (error) {
    leave()
    throw error
  }
  return {
    changed: async (ms, signal) => {
      const awake = new AbortController()
      ring = () => awake.abort()
      if (!news) await sleep(ms, undefined, { signal: AbortSignal.any([awake.signal, signal]) }).catch(() => undefined)
      ring = undefined
      signal.throwIfAborted()
      news = false
    },
    [Symbol.dispose]: leave,
  }
}

function join(id: MirrorId, heard: Wake): () => void {
  const all = watchers()
  const group = all.get(id) ?? new Set()
  all.set(id, group.add(heard))
  return () => {
    group.delete(heard)
    if (group.size === 0 && all.get(id) === group) all.delete(id)
  }
}
