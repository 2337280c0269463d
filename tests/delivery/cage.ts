// A folder run as an image is: by another user than it belongs to, with nowhere to write but its data.
import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeStandalone } from '#scripts/standalone-folder.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0

/** A user that no file of the machine belongs to. */
const STRANGER = 65_534
const asStranger = ['setpriv', `--reuid=${STRANGER}`, `--regid=${STRANGER}`, '--clear-groups']

/** The whole root read-only, as `docker run --read-only` has it, with the data as a mount of its own; $1 is the folder, $2 the data. */
const inReadOnlyRoot = `set -e
mount --make-rprivate /
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
mount --bind "$2" "$2"
mount -o remount,bind,ro /
cd "$1" && shift 2 && exec "$@"`

export type Cage = {
  folder: string
  data: string
  /** The command line that goes before that of a program. */
  before: string[]
  /** What holds it: a read-only root, or the rights of files alone, where this machine lets nobody mount. */
  kind: 'read-only root' | 'rights of files'
}

/** Makes the standalone folder in an empty place, with a data folder beside it. */
export async function openCage(): Promise<Cage> {
  const place = await temporaryFolder()
  const [folder, data] = [join(place, 'app'), join(place, 'data')]
  await makeStandalone(folder)
  await mkdir(data)
  if (!isRoot) {
    await setRights(folder, 'closed')
    whenFileEnds(() => setRights(folder, 'open'))
    return { folder, data, before: [], kind: 'rights of files' }
  }
  await chmod(place, 0o755)
  await chown(data, STRANGER, STRANGER)
  const apart = ['--mount', 'sh', '-c', inReadOnlyRoot, 'sh', folder, data, ...asStranger]
  const before = ['unshare', ...apart]
  const canMount = await run('unshare', [...apart, 'true']).then(
    () => true,
    () => false,
  )
  return canMount
    ? { folder, data, before, kind: 'read-only root' }
    : { folder, data, before: asStranger, kind: 'rights of files' }
}

/** Who owns a folder could write into it, so that the right to is taken away from every folder in it. */
async function setRights(folder: string, rights: 'closed' | 'open'): Promise<void> {
  const mode = rights === 'closed' ? 0o555 : 0o755
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), mode)
  await chmod(folder, mode)
}
