// Which of the files that were chosen again are the ones of an upload that was interrupted.
import type { PickedFile } from './picked-files.ts'
import type { UnfinishedFile } from './unfinished.ts'

export type Matched = {
  /** By the file's id. */
  found: ReadonlyMap<string, File>
  /** Of the mirror's files, those that nothing fits. */
  missing: readonly UnfinishedFile[]
  /** Of what was chosen, what fits nothing. */
  strangers: readonly string[]
}

const key = (name: string, size: number, lastModified: number) => JSON.stringify([name, size, lastModified])

/**
 * A file is the same when its name, size and date are; of several that are alike, the one of the same folder is preferred.
 * @param before what was found already
 */
export function matchFiles(
  wanted: readonly UnfinishedFile[],
  picked: readonly PickedFile[],
  before: ReadonlyMap<string, File> = new Map(),
): Matched {
  const alike = Map.groupBy(picked, ({ file }) => key(file.name, file.size, file.lastModified))
  const found = new Map(before)
  for (const { id, name, size, lastModified, path } of wanted) {
    if (found.has(id)) continue
    const candidates = alike.get(key(name, size, lastModified)) ?? []
    const place = Math.max(
      0,
      candidates.findIndex((candidate) => candidate.path === path),
    )
    const [same] = candidates.splice(place, 1)
    if (same) found.set(id, same.file)
  }
  return {
    found,
    missing: wanted.filter(({ id }) => !found.has(id)),
    strangers: [...alike.values()].flat().map(({ file }) => file.name),
  }
}
