// Which of the picked files can be taken, and why the others can't, before the server has to say no to all.
import type { PickedFile } from './picked-files.ts'

export type Limits = { maxFileSize: number; maxFilesPerMirror: number }

export type RefusalReason = 'empty' | 'large' | 'unnamed' | 'over'

/** Files that were left out for one reason. */
export type Refusal = { reason: RefusalReason; names: readonly string[] }

export type Sorted = { accepted: PickedFile[]; refused: Refusal[] }

const MOST_NAME = 255

/** Sorts files by the product's limits; `refused` has no reason without a file. */
export function acceptFiles(files: readonly PickedFile[], limits: Limits): Sorted {
  const refused: Record<RefusalReason, string[]> = { empty: [], large: [], unnamed: [], over: [] }
  const accepted: PickedFile[] = []
  for (const candidate of files) {
    const { name, size } = candidate.file
    if (size === 0) refused.empty.push(name)
    else if (size > limits.maxFileSize) refused.large.push(name)
    else if (!isName(name)) refused.unnamed.push(name)
    else accepted.push(candidate)
  }
  refused.over = accepted.splice(limits.maxFilesPerMirror).map(({ file }) => file.name)
  const reasons = ['empty', 'large', 'unnamed', 'over'] as const
  return {
    accepted,
    refused: reasons.flatMap((reason) => (refused[reason].length > 0 ? [{ reason, names: refused[reason] }] : [])),
  }
}

/** The contract's rule for names: 1 to 255 characters, no separator or control character, not `.` or `..`. */
function isName(name: string): boolean {
  return name.length > 0 && name.length <= MOST_NAME && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}
