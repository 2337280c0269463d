// FileLu, simulated: everything by GET with the key, files as one form or in parts, folders by their path.
import { FileluFiles } from './filelu-files.ts'
import { FileluParts } from './filelu-parts.ts'
import { page } from './page.ts'
import { html, json } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { envelopeError, ok, serverTime, xfsStatus } from './xfs-envelope.ts'
import { Sessions } from './xfs-sessions.ts'
import { cgiUpload } from './xfs-upload.ts'

export type FileluOptions = SimulatorOptions & {
  /** Default `RC_simulated`. */
  apiKey?: string
  /** In bytes; it depends on the plan. Default 10 GB. */
  maxFileSize?: number
  /** How long after its end an upload in parts is seen as a file. Default 0. */
  asynchronousMs?: number
  /** Files that one session serves. Default 30. */
  filesPerSession?: number
}

/** Starts FileLu; `env` points `FILELU_API_URL` at it, and uploads and links go to the same origin. */
export const startFilelu = (options: FileluOptions = {}): Promise<Simulator<'filelu'>> =>
  startServer((ground) => modelOf(ground, options), options)

function modelOf(ground: Ground, options: FileluOptions): HostModel<'filelu'> {
  const { apiKey = 'RC_simulated', maxFileSize = 10_000_000_000, asynchronousMs = 0 } = options
  const files = new FileluFiles(ground)
  const sessions = new Sessions(options.filesPerSession ?? 30)
  const parts = new FileluParts({ ground, files, sessions, maxFileSize, asynchronousMs })
  const keyed = withKey(apiKey)
  return {
    id: 'filelu',
    env: { FILELU_API_URL: `${ground.origin}/rclone`, FILELU_API_KEY: apiKey },
    // Both ways of uploading begin with a call to the API, and only the info tells what is stored.
    faultDefaults: { 'wrong-size': 'info', 'wrong-digest': 'info', 'no-digest': 'info', 'error-in-200': 'node' },
    routes: [
      route(
        'GET',
        '/rclone/account/info',
        'account',
        keyed(() => ok({ email: 'simulated@example.com', storage: '1000', storage_used: files.used })),
      ),
      route('GET', '/rclone/upload/server', 'node', keyed(uploadServer(ground, sessions))),
      route('POST', '/cgi-bin/upload.cgi', 'upload', simpleUpload({ ground, files, sessions, maxFileSize })),
      route('GET', '/rclone/multipart/init', 'node', keyed(parts.begin)),
      route('PUT', '/multipart/upload', 'chunk', parts.putPart),
      route('POST', '/multipart/upload', 'finish', parts.finish),
      route('GET', '/rclone/folder/create', 'group', keyed(files.createFolder)),
      route('GET', '/rclone/folder/list', 'groups', keyed(files.listFolder)),
      route('GET', '/rclone/file/info2', 'info', keyed(files.info)),
      route('GET', '/rclone/file/remove', 'delete', keyed(files.remove)),
      route('GET', '/d/:code/:name', 'download', files.download),
      route('GET', '/:code', 'page', pageOf(files)),
    ],
    refusal: xfsStatus,
    softError: () => envelopeError(503, 'Server is busy'),
    replyKeys: { digest: ['hash'], id: ['file_code', 'filecode', 'folder_id', 'sess_id', 'upload_id'] },
    groups: () => files.groups(),
    reset() {
      files.clear()
      parts.clear()
      sessions.clear()
    },
  }
}

const withKey =
  (apiKey: string) =>
  (handle: Handler): Handler =>
  (exchange) => {
    const key = exchange.query.get('key')
    if (!key) return envelopeError(400, 'No key')
    return key === apiKey ? handle(exchange) : envelopeError(403, 'Invalid key')
  }

const uploadServer =
  ({ origin }: Ground, sessions: Sessions): Handler =>
  () =>
    json(200, {
      status: 200,
      msg: 'OK',
      sess_id: sessions.open(),
      result: `${origin}/cgi-bin/upload.cgi`,
      server_time: serverTime(),
    })

type Simple = { ground: Ground; files: FileluFiles; sessions: Sessions; maxFileSize: number }

const simpleUpload =
  ({ ground, files, sessions, maxFileSize }: Simple): Handler =>
  (exchange) =>
    cgiUpload(exchange, {
      newPath: () => ground.newPath(),
      fileField: 'file_0',
      maxFileSize,
      useSession: (id) => sessions.use(id),
      place: ({ fields }) => files.folder(fields.get('fld_path') ?? ''),
      keep: ({ received, name }, folder) => ({ file_code: files.keep(received, { name, folder, afterMs: 0 }) }),
    })

/** 200 for anything; what is not there is told in words. */
const pageOf =
  (files: FileluFiles): Handler =>
  ({ params }) => {
    const arrival = files.find(params['code'] ?? '')?.arrival
    if (!arrival) return html(200, page('FileLu', 'File Not Found', []))
    const { fileId, name, size } = arrival
    return html(200, page('FileLu', name, [{ name, size, href: `/d/${fileId}/${encodeURIComponent(name)}` }]))
  }
