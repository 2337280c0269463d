// The `upload.cgi` of XFileSharing sites: one form with a session, and a reply that tells of failures in its text.
import type { Exchange } from './exchange.ts'
import { readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import { html, json, type Reply } from './reply.ts'

export type CgiUpload = { received: Received; name: string; fields: Map<string, string> }

export type CgiOptions<Folder> = {
  newPath: () => string
  /** The name of the file's part. */
  fileField: string
  /** In bytes. */
  maxFileSize: number
  /** Counts one more upload of a session; false for a session that is unknown or used up. */
  useSession: (id: string) => boolean
  /** The folder that the fields name, or null where there is no such folder. */
  place: (upload: CgiUpload) => Folder | null
  /** Stores the file, and gives the code of it and what else the reply tells. */
  keep: (upload: CgiUpload, folder: Folder) => { file_code: string; domain?: string }
}

/** A failure as these sites tell it: the reason stands where `OK` should. */
export const failed = (reason: string, code = ''): Reply => json(200, [{ file_code: code, file_status: reason }])

/** What the head of the request tells is refused by the web server; all else comes as 200 from the program behind it. */
export async function cgiUpload<Folder>(exchange: Exchange, options: CgiOptions<Folder>): Promise<Reply> {
  const { newPath, fileField, maxFileSize, useSession, place, keep } = options
  if (exchange.length === null) return html(411, '<h1>411 Length Required</h1>')
  if (exchange.length > maxFileSize + 65_536) return html(413, '<h1>413 Request Entity Too Large</h1>')
  const got: CgiUpload[] = []
  const fault = await readForm(exchange, {
    onFile: async ({ field, name, before, bytes }) => {
      if (field !== fileField) return void bytes.resume()
      got.push({ received: await receive(newPath(), bytes), name, fields: new Map(before) })
    },
  })
  const upload = got[0]
  if (fault || !upload) return html(200, '<html><body><h1>No file was uploaded</h1></body></html>')
  if (!useSession(upload.fields.get('sess_id') ?? '')) return failed('Session is not valid', 'undef')
  if (!['prem', 'reg'].includes(upload.fields.get('utype') ?? '')) return failed('Anonymous uploads are not allowed')
  if (upload.name === '' || upload.name.length > 255) return failed('Bad file name')
  if (upload.received.size === 0) return failed('Zero filesize')
  if (upload.received.size > maxFileSize) return failed('File is too big')
  const folder = place(upload)
  return folder === null ? failed('Folder not found') : json(200, [{ file_status: 'OK', ...keep(upload, folder) }])
}
