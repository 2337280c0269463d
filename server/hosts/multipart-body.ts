// A multipart/form-data body whose length is known before its first byte: text fields, then one file (rules 5 to 7).
import { randomUUID } from 'node:crypto'
import { hostFileName } from './file-name.ts'
import type { Source } from './host.ts'
import type { Body } from './http/pump.ts'
import { mimeType } from './mime-type.ts'

export type FilePart = {
  field: string
  /** As `hostFileName` gives it. */
  name: string
  type: string
  /** Exact size in bytes of what `chunks` gives. */
  size: number
  chunks: AsyncIterable<Uint8Array>
}

/** A whole file as the part of this name; takes the source's bytes. */
export const filePart = (field: string, source: Source): FilePart => ({
  field,
  name: hostFileName(source.name),
  type: source.type,
  size: source.size,
  chunks: source.take(),
})

export type MultipartBody = Body & { contentType: string }

/** What browsers do to names inside quotes (HTML, "multipart form data"): UTF-8 as it is, but for these three. */
const quoted = (text: string) => `"${text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}"`

/**
 * Lays the form out. `Content-Disposition` comes before `Content-Type`, since some hosts parse by position.
 * @throws {Error} from the body's stream when the file gives fewer or more bytes than its `size`
 */
export function multipartBody(
  fields: readonly (readonly [name: string, value: string])[],
  file: FilePart,
): MultipartBody {
  const boundary = `----EasyMirror${randomUUID().replaceAll('-', '')}`
  const texts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}\r\n\r\n${value}\r\n`,
  )
  const fileHead =
    `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(file.field)}; filename=${quoted(file.name)}\r\n` +
    `Content-Type: ${mimeType(file.type)}\r\n\r\n`
  const preamble = Buffer.from(texts.join('') + fileHead)
  const epilogue = Buffer.from(`\r\n--${boundary}--\r\n`)

  async function* chunks() {
    yield preamble
    yield* exactly(file.chunks, file.size)
    yield epilogue
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: preamble.length + file.size + epilogue.length,
    chunks: chunks(),
  }
}

/** Passes bytes through, and fails rather than let the epilogue make a short file look whole. */
async function* exactly(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let taken = 0
  for await (const chunk of chunks) {
    taken += chunk.length
    if (taken > size) throw new Error(`The source gave more than its ${size} bytes.`)
    yield chunk
  }
  if (taken < size) throw new Error(`The source ended after ${taken} of ${size} bytes.`)
}
