// Handles to what was dropped, where the browser has them: they outlive the page, which a file does not.
import { folderOf, inOrder, type PickedFile } from './picked-files.ts'

/** The files and folders of a drop, each once. Must be called in the event's own turn; empty where the browser has no handles. */
export async function handlesOfDrop(transfer: DataTransfer): Promise<FileSystemHandle[]> {
  // Outside of a secure context Chromium has the function, and crashes in it.
  if (!window.isSecureContext) return []
  const asked = Array.from(transfer.items, (item) => Promise.resolve(item.getAsFileSystemHandle?.() ?? null))
  const answers = await Promise.allSettled(asked)
  // A file that a page made itself, or a symbolic link, has none.
  return answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
}

/** Asks for each what the browser wants to be asked; must be called in a click. */
export async function mayRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  for (const handle of handles) if ((await handle.requestPermission?.({ mode: 'read' })) !== 'granted') return false
  return handles.length > 0
}

/** Every file behind the handles, as they are now; what is not there any more is left out. */
export async function filesOfHandles(handles: readonly FileSystemHandle[]): Promise<PickedFile[]> {
  const found: PickedFile[] = []
  for (const handle of handles) await collect(handle, '', found)
  return inOrder(found)
}

async function collect(handle: FileSystemHandle, folder: string, found: PickedFile[]): Promise<void> {
  try {
    if (isFile(handle)) found.push({ file: await handle.getFile(), path: folderOf(`${folder}${handle.name}`) })
    else if (isDirectory(handle))
      for await (const inside of handle.values()) await collect(inside, `${folder}${handle.name}/`, found)
  } catch (error) {
    // Deleted, renamed or unreadable by now: whoever looks for it sees that it is missing.
    if (!(error instanceof DOMException)) throw error
  }
}

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file'
const isDirectory = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle => handle.kind === 'directory'
