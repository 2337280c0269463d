// Of several tabs one alone sends the bytes of a mirror; the others can see that it does, and how far it is.

const lockOf = (id: string): string => `easymirror-upload-${id}`

/** Browsers have no locks for pages that came over a plain line; two tabs could send the same there. */
export const hasLocks = (): boolean => 'locks' in navigator

export type Claim = { release: () => void }

/** Takes the upload of a mirror for this tab until it is released or the tab ends; null where another has it. */
export function claimUpload(id: string): Promise<Claim | null> {
  return new Promise((resolve, reject) => {
    const held = Promise.withResolvers<void>()
    navigator.locks
      .request(lockOf(id), { ifAvailable: true }, (lock) => {
        resolve(lock && { release: held.resolve })
        return lock ? held.promise : undefined
      })
      .catch(reject)
  })
}

/** Whether some tab sends its bytes right now. */
export async function isClaimed(id: string): Promise<boolean> {
  const { held } = await navigator.locks.query()
  return held?.some(({ name, mode }) => name === lockOf(id) && mode === 'exclusive') === true
}

/** Resolves when no tab has it any more; rejects with the signal's reason. */
export const whenFree = (id: string, signal: AbortSignal): Promise<void> =>
  navigator.locks.request(lockOf(id), { mode: 'shared', signal }, () => undefined)

/** What the tab that sends tells the others. */
export type Told = { id: string; sent: number; bytes: number }

const CHANNEL = 'easymirror-uploads'

/** A way to tell the other tabs; `close` ends it. */
export function tellTabs(): { tell: (told: Told) => void; close: () => void } {
  const channel = new BroadcastChannel(CHANNEL)
  return { tell: (told) => channel.postMessage(told), close: () => channel.close() }
}

/** Hears what other tabs tell until the signal fires. */
export function hearTabs(heard: (told: Told) => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', (event: MessageEvent<Told>) => heard(event.data), { signal })
  signal.addEventListener('abort', () => channel.close(), { once: true })
}
