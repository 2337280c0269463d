// The mirrors that are open in this tab. They outlive the page that shows them: who looks at the history meanwhile comes back to them.
import { useSyncExternalStore } from 'react'
import { type Connections, createConnections } from '#components/upload/connections.ts'
import type { MirrorSection } from './mirror-section.ts'

const none: readonly MirrorSection[] = []

let open: readonly MirrorSection[] = none
let connections: Connections | undefined
const listeners = new Set<() => void>()

/** The one line that all uploads of the tab stand in. */
export function tabConnections(): Connections {
  connections ??= createConnections()
  return connections
}

/** Puts a mirror before those that are open. */
export function openMirror(section: MirrorSection): void {
  if (open.length === 0) window.addEventListener('beforeunload', askBeforeLeaving)
  open = [section, ...open]
  for (const listener of listeners) listener()
}

/** Whether this tab has it. */
export const isOpen = (id: string): boolean => open.some(({ mirror }) => mirror.id === id)

/** Stops the uploads of a mirror that was deleted, and forgets it; nothing happens when it was begun elsewhere. */
export function closeMirror(id: string): void {
  const closed = open.filter(({ mirror }) => mirror.id === id)
  if (closed.length === 0) return
  for (const { uploads } of closed) uploads.drop()
  open = open.filter((section) => !closed.includes(section))
  if (open.length === 0) window.removeEventListener('beforeunload', askBeforeLeaving)
  for (const listener of listeners) listener()
}

/** Bytes that are on their way would be lost with the tab; what the server fetches would not. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (open.some(({ uploads, fetches }) => !fetches && !uploads.view().settled)) event.preventDefault()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Newest first. */
export const useOpenMirrors = (): readonly MirrorSection[] =>
  useSyncExternalStore(
    subscribe,
    () => open,
    () => none,
  )
