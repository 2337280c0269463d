// A site of the XFileSharing family, simulated: everything by GET with the key, uploads to `upload.cgi` with a session.
import type { Exchange } from './exchange.ts'
import { page } from './page.ts'
import { html, json, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { envelopeError, ok, serverTime, xfsStatus } from './xfs-envelope.ts'
import { XfsFiles } from './xfs-files.ts'
import { Sessions } from './xfs-sessions.ts'
import { cgiUpload } from './xfs-upload.ts'

export type XfsOptions = SimulatorOptions & {
  /** Default `simulated-key`. Sites of this family are configured in a file, so nothing of it is in `env`. */
  key?: string
  /** The name of the file's part, which differs from site to site. Default `file_0`. */
  fileField?: 'file_0' | 'file'
  /** In bytes. Default 1 GiB. */
  maxFileSize?: number
  /** Files that one session serves. Default 30. */
  filesPerSession?: number
  /** Where links are, below the origin, with no slash at the end: `/files` stands for another host. Default ''. */
  linkPath?: string
  /** Whether replies to uploads tell the base of links as `domain`. Default false. */
  tellsDomain?: boolean
  /** The name that the info gives codes under. Default `filecode`. */
  codeKey?: 'filecode' | 'file_code'
  /** Whether this fork can delete files. Default false. */
  canDelete?: boolean
  /** Files on one page of a folder's list. Default 20. */
  listPageSize?: number
}

/** Starts a site; the product is configured with `url` as its base and `url` + `linkPath` as its base of links. */
export const startXfs = (options: XfsOptions = {}): Promise<Simulator<'xfs'>> =>
  startServer((ground) => modelOf(new Xfs(ground, options), options), options)

function modelOf(site: Xfs, { linkPath = '', canDelete = false }: XfsOptions): HostModel<'xfs'> {
  const { files, withKey } = site
  return {
    id: 'xfs',
    env: {},
    faultDefaults: { 'wrong-size': 'info' },
    routes: [
      route('GET', '/api/account/info', 'account', withKey(site.account)),
      route('GET', '/api/upload/server', 'node', withKey(site.uploadServer)),
      route('POST', '/cgi-bin/upload.cgi', 'upload', site.upload),
      route('GET', '/api/folder/create', 'group', withKey(files.createFolder)),
      route('GET', '/api/folder/list', 'groups', withKey(files.listFolder)),
      route('GET', '/api/file/set_folder', 'group', withKey(files.setFolder)),
      route('GET', '/api/file/info', 'info', withKey(files.info)),
      route('GET', '/api/file/list', 'files', withKey(files.list)),
      ...(canDelete ? [route('GET', '/api/file/delete', 'delete', withKey(files.remove))] : []),
      route('GET', '/d/:code/:name', 'download', files.download),
      route('GET', `${linkPath}/:code`, 'page', site.filePage),
    ],
    refusal: xfsStatus,
    // Stored nowhere, though it says OK.
    softError: () => json(200, [{ file_code: 'undef', file_status: 'OK' }]),
    replyKeys: { id: ['file_code', 'filecode', 'fld_id', 'sess_id'], digest: [] },
    groups: () => files.groups(),
    reset: () => site.reset(),
  }
}

class Xfs {
  readonly files: XfsFiles
  readonly #ground: Ground
  readonly #options: XfsOptions
  readonly #sessions: Sessions

  constructor(ground: Ground, options: XfsOptions) {
    this.#ground = ground
    this.#options = options
    this.#sessions = new Sessions(options.filesPerSession ?? 30)
    this.files = new XfsFiles({
      ground,
      linkBase: ground.origin + (options.linkPath ?? ''),
      codeKey: options.codeKey ?? 'filecode',
      listPageSize: options.listPageSize ?? 20,
    })
  }

  reset(): void {
    this.files.clear()
    this.#sessions.clear()
  }

  readonly withKey =
    (handle: Handler): Handler =>
    (exchange: Exchange) => {
      const key = exchange.query.get('key')
      if (!key) return envelopeError(400, 'No key')
      return key === (this.#options.key ?? 'simulated-key') ? handle(exchange) : envelopeError(403, 'Wrong key')
    }

  readonly account: Handler = () =>
    ok({ email: 'simulated@example.com', balance: '0.00000', storage_left: 'inf', storage_used: this.files.used })

  readonly uploadServer: Handler = () =>
    json(200, {
      status: 200,
      msg: 'OK',
      sess_id: this.#sessions.open(),
      result: `${this.#ground.origin}/cgi-bin/upload.cgi`,
      server_time: serverTime(),
    })

  readonly upload: Handler = (exchange) => {
    const { fileField = 'file_0', maxFileSize = 1_073_741_824, tellsDomain = false, linkPath = '' } = this.#options
    return cgiUpload(exchange, {
      newPath: () => this.#ground.newPath(),
      fileField,
      maxFileSize,
      useSession: (id) => this.#sessions.use(id),
      place: ({ fields }) => {
        const folder = fields.get('to_folder') ?? '0'
        return this.files.hasFolder(folder) ? folder : null
      },
      keep: ({ received, name, fields }, folder) => {
        const code = this.files.keep(received, { name, isPublic: fields.get('file_public') === '1', folder })
        return { file_code: code, ...(tellsDomain ? { domain: this.#ground.origin + linkPath } : {}) }
      },
    })
  }

  /** 200 for anything; what is not there is told in words. */
  readonly filePage: Handler = ({ params }): Reply => {
    const file = this.files.find(params['code'] ?? '')
    if (!file?.isPublic) return html(200, page('Simulated files', 'File Not Found', []))
    const { fileId, name, size } = file.arrival
    const href = `/d/${fileId}/${encodeURIComponent(name)}`
    return html(200, page('Simulated files', name, [{ name, size, href }]))
  }
}
