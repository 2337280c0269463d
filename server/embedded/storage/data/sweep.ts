// What a start removes: temporary files, and data files that no row refers to, which is all that a kill can leave behind.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { Files } from './files.ts'
import { isReferenced } from './pieces.ts'

/**
 * Removes the litter of a killed process. Only for a folder whose index this process holds.
 * @returns how many files were removed
 */
export async function sweep(directory: string, database: Database): Promise<number> {
  const { temporary, folders } = Files.paths(directory)
  let removed = 0
  for (const name of await readdir(temporary)) {
    await rm(join(temporary, name), { recursive: true, force: true })
    removed += 1
  }
  const known = database.prepare(isReferenced)
  for (const folder of folders) {
    for (const name of await readdir(folder)) {
      if (known.get(name)) continue
      await rm(join(folder, name), { recursive: true, force: true })
      removed += 1
    }
  }
  return removed
}
