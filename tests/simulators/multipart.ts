// Reads multipart bodies with busboy, as lolisafe does: names in UTF-8, parts in the order in which they come.
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import type { Exchange } from './exchange.ts'

export type FilePart = {
  field: string
  /** The file name as sent: a browser's `%22` for `"` stays as it is. Empty when there was none. */
  name: string
  type: string
  /** The text fields that came before this file, in their order. */
  before: [name: string, value: string][]
  bytes: Readable
}

export type FormFault = 'not-multipart' | 'malformed' | 'too-many-fields' | 'too-many-files'

type FormOptions = {
  maxFields?: number
  maxFiles?: number
  /** Must read `part.bytes` to its end. */
  onFile: (part: FilePart) => Promise<void>
  /** Is told each text field in its order, those after the file too. */
  onField?: (name: string, value: string) => void
}

/**
 * Reads a form to its end, and gives what was wrong with it, or null.
 * Throws what `onFile` throws, and when the client goes away in the middle.
 */
export async function readForm(exchange: Exchange, options: FormOptions): Promise<FormFault | null> {
  if (!/^multipart\/form-data;.*boundary=/.test(exchange.headers['content-type'] ?? '')) return 'not-multipart'
  const parser = busboy({
    headers: exchange.headers,
    defParamCharset: 'utf8',
    limits: { fields: options.maxFields ?? 100, files: options.maxFiles ?? 1 },
  })
  const fields: [string, string][] = []
  const files: Promise<void>[] = []
  let fault: FormFault | null = null
  parser.on('field', (name, value) => {
    fields.push([name, value])
    options.onField?.(name, value)
  })
  parser.on('file', (field, bytes, { filename, mimeType }) => {
    // A client may go away before anybody reads the file; the reading then fails, and so does the form.
    bytes.on('error', () => undefined)
    const part = { field, name: filename || '', type: mimeType, before: [...fields], bytes }
    // One after another, so that a small one that comes last is not told first.
    const file = (files.at(-1) ?? Promise.resolve()).then(() => options.onFile(part))
    // Settled below, after the parser: a rejection in between is not an unhandled one.
    file.catch(() => bytes.resume())
    files.push(file)
  })
  parser.on('fieldsLimit', () => {
    fault = 'too-many-fields'
  })
  parser.on('filesLimit', () => {
    fault = 'too-many-files'
  })
  try {
    await pipeline(exchange.body(), parser)
  } catch (error) {
    await Promise.allSettled(files)
    if (!exchange.complete) throw error
    return 'malformed'
  }
  await Promise.all(files)
  return fault
}
