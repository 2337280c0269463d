// Folders that live as long as a test file.
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whenFileEnds } from './cleanup.ts'

/** Makes an empty folder (0700, owned by whom the tests run as) that is removed when the test file is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'easymirror-test-'))
  whenFileEnds(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
