// The text of a `.sxcu` file, and the line of it in which something stands.
import { SxcuFault } from './sxcu.ts'

/**
 * Reads the JSON, which may have a byte order mark before it.
 * @throws {SxcuFault}
 */
export function parseSxcu(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new SxcuFault([], 'is not JSON')
  }
}

/** The line, counted from 1, of the last name in a path; null where it stands nowhere. */
export function lineOf(text: string, path: readonly (string | number)[]): number | null {
  let at = -1
  for (const name of path.filter((part) => typeof part === 'string')) {
    const found = text.indexOf(JSON.stringify(name), at + 1)
    if (found < 0) break
    at = found
  }
  return at < 0 ? null : text.slice(0, at).split('\n').length
}

/** "line 7, "URL": …", or without a line where the thing itself is missing. */
export function describeFault(text: string | null, { path, message }: Pick<SxcuFault, 'path' | 'message'>): string {
  const line = text === null ? null : lineOf(text, path)
  const place = path.length > 0 ? [`"${path.join('.')}"`] : []
  return `${[...(line === null ? [] : [`line ${line}`]), ...place].join(', ') || 'the file'}: ${message}`
}
