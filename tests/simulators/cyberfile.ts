// Cyberfile, simulated on YetiShare's API 2: tokens out of a login, folders made first, and errors in answers of status 200.
import { accountId, CyberfileAccounts, type Call, packageReply, parametersOf } from './cyberfile-accounts.ts'
import { CyberfileContents, type CyberfileFile } from './cyberfile-contents.ts'
import { cyberfileStatus, failWith, storageSilent, succeeded } from './cyberfile-replies.ts'
import { cyberfileUpload, type UploadRules } from './cyberfile-upload.ts'
import type { Operation } from './fault.ts'
import { page } from './page.ts'
import { html, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type CyberfileOptions = SimulatorOptions &
  Partial<Omit<UploadRules, 'fail'>> & {
    username?: string
    password?: string
    /** The installation asks for `key1` and `key2` of 64 characters; they are then the two values above. */
    wantsKeys?: boolean
    /** How long a token lives after its last use. Default: an hour. */
    tokenMs?: number
    /** Calls that a token serves. Default: any number. */
    tokenUses?: number
    /** Wrong logins of one address, after which right ones are refused too. Default 5. */
    wrongLogins?: number
    /** The key of what went wrong. Default `_status`. */
    errorKey?: '_status' | 'status'
    /** A new folder is told without its `url_folder`. */
    omitsFolderUrl?: boolean
    uniqueFolderNames?: boolean
  }

/** Starts Cyberfile; `env` points `CYBERFILE_API_URL` at it. */
export const startCyberfile = (options: CyberfileOptions = {}): Promise<Simulator<'cyberfile'>> =>
  startServer((ground) => modelOf(new Cyberfile(ground, options)), options)

function modelOf(cyberfile: Cyberfile): HostModel<'cyberfile'> {
  const { accounts, contents, withToken } = cyberfile
  const calls: [path: string, operation: Operation, call: Call][] = [
    ['authorize', 'account', accounts.authorize],
    ['disable_access_token', 'account', withToken(accounts.disable)],
    ['account/info', 'account', withToken(cyberfile.account)],
    ['account/package', 'limits', withToken(cyberfile.package)],
    ['folder/create', 'group', withToken(contents.create)],
    ['folder/info', 'groups', withToken(contents.folderInfo)],
    ['folder/listing', 'files', withToken(contents.listing)],
    ['folder/delete', 'delete', withToken(contents.deleteFolder)],
    ['file/info', 'info', withToken(contents.fileInfo)],
    ['file/delete', 'delete', withToken(contents.deleteFile)],
  ]
  const handle =
    (call: Call): Handler =>
    async (exchange) =>
      call(await parametersOf(exchange), exchange)
  return {
    id: 'cyberfile',
    env: cyberfile.env,
    routes: [
      ...calls.flatMap(([path, operation, call]) =>
        ['POST', 'GET'].map((method) => route(method, `/api/v2/${path}`, operation, handle(call))),
      ),
      route('POST', '/api/v2/file/upload', 'upload', cyberfile.upload),
      route('GET', '/folder/:hash/:folder', 'page', cyberfile.folderPage),
      route('GET', '/download/:short/:file', 'download', cyberfile.download),
      route('GET', '/:short', 'page', cyberfile.filePage),
    ],
    refusal: cyberfileStatus,
    softError: storageSilent,
    replyKeys: {
      size: ['size', 'fileSize'],
      digest: ['hash'],
      id: ['url', 'file_id', 'short_url', 'id', 'url_file', 'url_folder', 'access_token'],
    },
    groups: () => cyberfile.groups(),
    reset: () => cyberfile.reset(),
  }
}

class Cyberfile {
  readonly env: Record<string, string>
  readonly accounts: CyberfileAccounts
  readonly contents: CyberfileContents
  readonly upload: Handler
  readonly package: Call

  constructor(ground: Ground, options: CyberfileOptions) {
    const { username = 'simulated-user', password = 'simulated-password', errorKey = '_status' } = options
    const { tokenMs = 3_600_000, tokenUses = Number.POSITIVE_INFINITY, wrongLogins = 5, wantsKeys = false } = options
    const { canUpload = true, maxUploadSize = 0, omitsFolderUrl = false, uniqueFolderNames = false } = options
    const fail = failWith(errorKey)
    this.env = {
      CYBERFILE_API_URL: `${ground.origin}/api/v2`,
      CYBERFILE_USERNAME: username,
      CYBERFILE_PASSWORD: password,
    }
    this.accounts = new CyberfileAccounts({ username, password, wantsKeys, tokenMs, tokenUses, wrongLogins, fail })
    this.contents = new CyberfileContents({ origin: ground.origin, omitsFolderUrl, uniqueFolderNames, fail })
    const rules: UploadRules = {
      canUpload,
      maxUploadSize,
      phpLimit: options.phpLimit ?? Number.POSITIVE_INFINITY,
      uploadsPerDay: options.uploadsPerDay ?? Number.POSITIVE_INFINITY,
      refusedExtensions: options.refusedExtensions ?? [],
      tellsMd5: options.tellsMd5 ?? true,
      replyForm: options.replyForm ?? 'envelope',
      fail,
    }
    const parts = { ground, accounts: this.accounts, contents: this.contents, rules }
    this.upload = (exchange) => cyberfileUpload(exchange, parts)
    this.package = () => packageReply({ maxUploadSize, canUpload })
  }

  reset(): void {
    this.accounts.clear()
    this.contents.files.clear()
    this.contents.folders.clear()
  }

  groups() {
    const folders = [...this.contents.folders.values()].filter(({ status }) => status === 'active')
    return folders.map(({ id, name }) => ({ id, name, files: this.contents.filesOf(id).map((file) => file.id) }))
  }

  readonly withToken =
    (call: Call): Call =>
    (given, exchange) =>
      this.accounts.refusal(given) ?? call(given, exchange)

  readonly account: Call = () => succeeded('', { data: { id: accountId, username: this.env['CYBERFILE_USERNAME'] } })

  readonly folderPage: Handler = ({ params }) => {
    const folder = [...this.contents.folders.values()].find(({ hash }) => hash === params['hash'])
    if (folder?.status !== 'active') return notFound()
    if (folder.isPublic === 0) return html(200, page('Cyberfile', 'This folder is private', []))
    if (folder.password !== '') return html(200, page('Cyberfile', 'This folder needs a password', []))
    return html(200, page('Cyberfile', folder.name, this.contents.filesOf(folder.id).map(listed)))
  }

  readonly filePage: Handler = ({ params }) => {
    const file = this.#public(params['short'])
    return file ? html(200, page('Cyberfile', file.arrival.name, [listed(file)])) : notFound()
  }

  readonly download: Handler = ({ params }) => {
    const file = this.#public(params['short'])
    if (!file) return notFound()
    const { path, type, arrival } = file
    return { status: 200, body: { file: { path, type, name: arrival.name, size: arrival.size } } }
  }

  #public(short: string | undefined): CyberfileFile | undefined {
    return [...this.contents.files.values()].find(({ shortUrl, status }) => shortUrl === short && status === 'active')
  }
}

const notFound = (): Reply => html(404, page('Cyberfile', 'Page not found', []))

const listed = ({ shortUrl, arrival: { name, size } }: CyberfileFile) => ({
  name,
  size,
  href: `/download/${shortUrl}/${encodeURIComponent(name)}`,
})
