// Which of the picked files can be taken, and a sentence for each that can't, before the server has to say no to all.
import { formatLimit } from '#components/format/bytes.ts'
import { count } from '#components/format/plural.ts'
import type { PickedFile } from './upload-session.ts'

export type Limits = { maxFileSize: number; maxFilesPerMirror: number }

export type Sorted = { accepted: PickedFile[]; refused: string[] }

const MOST_NAME = 255
const MOST_NAMED = 3

/** Sorts files by the product's limits; `refused` has one sentence for each reason. */
export function acceptFiles(files: readonly PickedFile[], limits: Limits): Sorted {
  const empty: string[] = []
  const large: string[] = []
  const unnamed: string[] = []
  const accepted: PickedFile[] = []
  for (const candidate of files) {
    const { name, size } = candidate.file
    if (size === 0) empty.push(name)
    else if (size > limits.maxFileSize) large.push(name)
    else if (!isName(name)) unnamed.push(name)
    else accepted.push(candidate)
  }
  const over = accepted.splice(limits.maxFilesPerMirror).map(({ file }) => file.name)
  const refused = [
    sentence(empty, 'is empty', 'are empty'),
    sentence(large, `is over ${formatLimit(limits.maxFileSize)}`, `are over ${formatLimit(limits.maxFileSize)}`),
    sentence(unnamed, 'has a name that cannot be kept', 'have names that cannot be kept'),
    sentence(over, 'did not fit', `did not fit (one mirror takes ${count(limits.maxFilesPerMirror, 'file')})`),
  ]
  return { accepted, refused: refused.filter((text) => text !== null) }
}

function sentence(names: readonly string[], one: string, many: string): string | null {
  const [first] = names
  if (first === undefined) return null
  if (names.length === 1) return `“${first}” ${one} and was left out.`
  const some = names.slice(0, MOST_NAMED).map((name) => `“${name}”`)
  const rest = names.length - some.length
  return `${count(names.length, 'file')} ${many} and were left out: ${some.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
}

/** The contract's rule for names: 1 to 255 characters, no separator or control character, not `.` or `..`. */
function isName(name: string): boolean {
  return name.length > 0 && name.length <= MOST_NAME && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}
