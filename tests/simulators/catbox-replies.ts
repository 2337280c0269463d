// What Catbox and Litterbox say: an address or a sentence, both plain text, and pages of the proxy before them.
import { html, type Reply, plain } from './reply.ts'

/** Both send this status with a sentence that says what they did not like. */
export const sentence = (words: string): Reply => plain(412, words)

const sentences: Partial<Record<number, string>> = {
  412: 'No files given.',
  413: 'File is too large.',
  415: 'File type is not allowed.',
  429: 'Too many requests, slow down.',
}

/** What comes with a status: a sentence where they have one, else a page. */
export function catboxStatus(status: number): Reply {
  const words = sentences[status]
  if (words) return plain(status, words)
  const title = status === 500 ? 'Internal Server Error' : String(status)
  return html(status, `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`)
}

/** A failure of the moment, told with 200 as if it were an address. */
export const catboxSoftError = (): Reply => plain(200, 'Something went wrong while saving the file, try again.')

const refusedType = /\.(?:exe|scr|cpl|doc\w*|jar)$/i

/** The trap of both: files of these endings are refused by a sentence with 200. */
export const typeRefusal = (name: string): Reply | null =>
  refusedType.test(name) ? plain(200, 'This type of file is not allowed.') : null

/** The proxy before PHP looks at the declared length; a form's own frame gets some room. */
export const tooLong = (length: number | null, maxFileSize: number): boolean => (length ?? 0) > maxFileSize + 10_000
