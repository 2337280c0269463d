// Errors as S3 and what speaks like it send them: a status with `<Error><Code>…</Code></Error>`.
import { escapeHtml } from './page.ts'
import type { Reply } from './reply.ts'

export const xml = (status: number, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`, type: 'application/xml' },
})

/** An error by its code, such as `NoSuchKey`. */
export const s3Error = (status: number, code: string, message = code): Reply =>
  xml(status, `<Error><Code>${escapeHtml(code)}</Code><Message>${escapeHtml(message)}</Message></Error>`)

/** A reply with no body, as S3 answers a PUT or a DELETE. */
export const empty = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { text: '', type: 'application/xml' },
})
