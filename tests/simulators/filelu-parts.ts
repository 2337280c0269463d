// FileLu's uploads in parts: begun by the API, filled and ended at a server that knows them by four headers.
import { randomUUID } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import { type FileluFiles, plainPath } from './filelu-files.ts'
import { Parts } from './parts.ts'
import { html, json, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import { empty } from './s3-errors.ts'
import type { Ground } from './server.ts'
import { envelopeError, ok } from './xfs-envelope.ts'
import type { Sessions } from './xfs-sessions.ts'

type PartsOptions = {
  ground: Ground
  files: FileluFiles
  sessions: Sessions
  maxFileSize: number
  /** How long after the end the file is seen. */
  asynchronousMs: number
}

type Upload = { sessionId: string; objectPath: string; folderPath: string; name: string; parts: Parts }

const refused = (status: number, reason: string): Reply => json(status, { error: reason })

export class FileluParts {
  readonly #open = new Map<string, Upload>()
  readonly #options: PartsOptions

  constructor(options: PartsOptions) {
    this.#options = options
  }

  clear(): void {
    this.#open.clear()
  }

  readonly begin: Handler = ({ query }) => {
    const { ground, files, sessions } = this.#options
    const name = query.get('filename') ?? ''
    const folder = files.folder(query.get('folder_path') ?? '')
    if (name === '' || name.length > 255 || name.includes('/')) return envelopeError(400, 'Bad file name')
    if (!folder) return envelopeError(404, 'Folder not found')
    const [id, sessionId, objectPath] = [randomUUID(), sessions.open(), `temp/${randomUUID()}`]
    const parts = new Parts(() => ground.newPath())
    this.#open.set(id, { sessionId, objectPath, folderPath: folder.path, name, parts })
    const server = `${ground.origin}/multipart/upload`
    return ok({ upload_id: id, sess_id: sessionId, server, folder_id: folder.id, object_path: objectPath })
  }

  readonly putPart: Handler = async (exchange) => {
    const { query, headers, length } = exchange
    const number = headers['x-rc-part-no']
    const upload = this.#of(exchange)
    if (length === null) return html(411, '<h1>411 Length Required</h1>')
    if (!upload) return refused(403, 'Upload is not known')
    if (query.get('uploadId') !== headers['x-rc-upload-id']) return refused(400, 'uploadId does not fit')
    if (typeof number !== 'string' || !/^[1-9]\d{0,4}$/.test(number)) return refused(400, 'X-RC-Part-No is not valid')
    if (query.get('partNumber') !== number) return refused(400, 'partNumber does not fit')
    if (length === 0) return refused(400, 'Part is empty')
    if (length > this.#options.maxFileSize) return html(413, '<h1>413 Request Entity Too Large</h1>')
    const part = await upload.parts.put(Number(number), exchange.body())
    return empty(200, { etag: `"${part.md5}"` })
  }

  /** Says 202, for the file is joined behind. */
  readonly finish: Handler = async (exchange) => {
    const { files, maxFileSize, asynchronousMs } = this.#options
    const upload = this.#of(exchange)
    const folder = upload ? files.folder(plainPath(upload.folderPath)) : null
    if (!upload || !folder) return refused(403, 'Upload is not known')
    if (!upload.parts.whole) return refused(400, 'Parts are missing')
    const size = upload.parts.ordered.reduce((sum, part) => sum + part.size, 0)
    if (size > maxFileSize) return refused(413, 'File is too big')
    this.#open.delete(String(exchange.headers['x-rc-upload-id']))
    files.keep(await upload.parts.join(), { name: upload.name, folder, afterMs: asynchronousMs })
    return empty(202)
  }

  /** The upload that the headers name, if session and object are its own. */
  #of({ headers }: Exchange): Upload | null {
    const upload = this.#open.get(String(headers['x-rc-upload-id']))
    if (!upload || headers['x-sess-id'] !== upload.sessionId) return null
    return headers['x-object-path'] === upload.objectPath ? upload : null
  }
}
