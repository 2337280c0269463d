// GoFile, simulated: guest accounts counted per address, folders made first, one file per form, replies with MD5 and size.
import { z } from 'zod'
import type { Exchange } from './exchange.ts'
import { type GofileAccount, type GofileContent, GofileContents, type GofileFolder } from './gofile-contents.ts'
import { gofileError, gofileStatus, ok } from './gofile-replies.ts'
import { gofileUpload } from './gofile-upload.ts'
import { page } from './page.ts'
import { html, json, type Reply } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export type GofileOptions = SimulatorOptions & {
  /** An account beside the guests; it is put into `env` as `GOFILE_TOKEN`. */
  account?: { token: string; tier: 'standard' | 'premium' }
  /** Guests that one address may make until `reset`; then the answer is 502. Default 20. */
  guestLimit?: number
  /** In bytes; GoFile publishes none. */
  maxFileSize?: number
}

/** Starts GoFile; `env` points `GOFILE_API_URL` at it, and uploads go to the same origin. */
export const startGofile = (options: GofileOptions = {}): Promise<Simulator> =>
  startServer((ground) => modelOf(new Gofile(ground, options)), options)

const modelOf = (gofile: Gofile): HostModel => ({
  id: 'gofile',
  env: gofile.env,
  routes: [
    route('POST', '/accounts', 'account', gofile.makeGuest),
    route(
      'GET',
      '/accounts/getid',
      'account',
      gofile.withAccount((account) => ok({ id: account.id })),
    ),
    route('GET', '/accounts/:id', 'account', gofile.withAccount(accountById)),
    route('GET', '/servers', 'node', () => ok({ servers: [{ name: 'store1', zone: 'eu' }] })),
    route('POST', '/contents/create[fF]older', 'group', gofile.withAccount(gofile.createFolder)),
    route('POST', '/uploadfile', 'upload', gofile.upload),
    route('POST', '/contents/uploadfile', 'upload', gofile.upload),
    route('GET', '/contents/:id', 'info', gofile.withAccount(gofile.list)),
    route('PUT', '/contents/:id/update', 'group', gofile.withAccount(gofile.update)),
    route('DELETE', '/contents', 'delete', gofile.withAccount(gofile.remove)),
    route('GET', '/d/:code', 'page', gofile.folderPage),
    route('GET', '/download/web/:id/:name', 'download', gofile.download),
  ],
  refusal: gofileStatus,
  softError: () => json(200, { status: 'error-rateLimit', data: {} }),
  groups: () => gofile.groups(),
  reset: () => gofile.reset(),
})

type AccountHandler = (account: GofileAccount, exchange: Exchange) => Promise<Reply> | Reply

const accountById: AccountHandler = ({ id, rootFolder, tier, token }, { params }) =>
  params['id'] === id ? ok({ id, rootFolder, tier, token }) : gofileError('error-accountId')

const folderBody = z.object({
  parentFolderId: z.string(),
  folderName: z.string().max(255).optional(),
  public: z.boolean().default(false),
})
const updateBody = z.object({
  attribute: z.enum(['name', 'public', 'expiry', 'password']),
  attributeValue: z.unknown(),
})
const deleteBody = z.object({ contentsId: z.string().min(1) })

const bearerOf = ({ headers }: Exchange): string | null =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null

class Gofile {
  readonly env: Record<string, string>
  readonly #ground: Ground
  readonly #contents = new GofileContents()
  readonly #guests = new Map<string, number>()
  readonly #guestLimit: number
  readonly #maxFileSize: number

  constructor(ground: Ground, { account, guestLimit = 20, maxFileSize = Number.POSITIVE_INFINITY }: GofileOptions) {
    this.#ground = ground
    this.#guestLimit = guestLimit
    this.#maxFileSize = maxFileSize
    if (account) this.#contents.addAccount(account.tier, account.token)
    this.env = { GOFILE_API_URL: ground.origin, ...(account ? { GOFILE_TOKEN: account.token } : {}) }
  }

  reset(): void {
    this.#contents.clear()
    this.#guests.clear()
  }

  groups() {
    const made = this.#contents.folders().filter(({ parent }) => parent !== null)
    return made.map(({ id, name }) => ({ id, name, files: this.#contents.filesOf(id).map((file) => file.id) }))
  }

  readonly withAccount =
    (handle: AccountHandler): Handler =>
    (exchange) => {
      const account = this.#contents.accounts.get(bearerOf(exchange) ?? '')
      return account ? handle(account, exchange) : gofileError('error-token')
    }

  readonly makeGuest: Handler = (exchange) => {
    const guest = this.#mint(exchange)
    if (!guest) return gofileStatus(502)
    const { id, token, rootFolder, tier } = guest
    return ok({ id, token, rootFolder, tier })
  }

  #mint({ ip }: Exchange): GofileAccount | null {
    const made = this.#guests.get(ip) ?? 0
    if (made >= this.#guestLimit) return null
    this.#guests.set(ip, made + 1)
    return this.#contents.addAccount('guest')
  }

  readonly createFolder: AccountHandler = async (account, exchange) => {
    const body = folderBody.safeParse(await exchange.json())
    if (!body.success) return gofileError(`error-field-${String(body.error.issues[0]?.path[0] ?? 'body')}`)
    const parent = this.#contents.folder(body.data.parentFolderId)
    if (!parent) return gofileError('error-notFound')
    if (parent.owner !== account.id) return gofileError('error-notOwner')
    const name = body.data.folderName ?? new Date().toISOString()
    return ok(
      describe(this.#contents.addFolder({ name, public: body.data.public, owner: account.id, parent: parent.id })),
    )
  }

  readonly upload: Handler = (exchange) =>
    gofileUpload(exchange, {
      ground: this.#ground,
      contents: this.#contents,
      maxFileSize: this.#maxFileSize,
      tokenOf: bearerOf,
      mint: (from) => this.#mint(from),
    })

  /** Reading contents is for premium accounts, whoever owns them. */
  readonly list: AccountHandler = (account, exchange) => {
    if (account.tier !== 'premium') return gofileError('error-notPremium')
    const content = this.#contents.all.get(exchange.params['id'] ?? '')
    if (!content) return gofileError('error-notFound')
    const size = Number(exchange.query.get('pageSize') ?? 1000)
    const from = (Number(exchange.query.get('page') ?? 1) - 1) * size
    const children = this.#contents.childrenOf(content.id)
    const shown = children.slice(from, from + size).map((child) => [child.id, describe(child)] as const)
    return ok({ ...describe(content), childrenCount: children.length, children: Object.fromEntries(shown) })
  }

  readonly update: AccountHandler = async (account, exchange) => {
    const content = this.#contents.all.get(exchange.params['id'] ?? '')
    const body = updateBody.safeParse(await exchange.json())
    if (!body.success) return gofileError('error-field-attribute')
    if (!content) return gofileError('error-notFound')
    if (content.owner !== account.id) return gofileError('error-notOwner')
    const { attribute, attributeValue } = body.data
    if (attribute === 'name') content.name = String(attributeValue)
    if (attribute === 'public' && content.type === 'folder') content.public = String(attributeValue) === 'true'
    return ok({})
  }

  readonly remove: AccountHandler = async (account, exchange) => {
    const body = deleteBody.safeParse(await exchange.json())
    if (!body.success) return gofileError('error-field-contentsId')
    const results = body.data.contentsId.split(',').map((id) => {
      const content = this.#contents.all.get(id)
      if (!content) return [id, { status: 'error-notFound', data: {} }] as const
      if (content.owner !== account.id) return [id, { status: 'error-notOwner', data: {} }] as const
      this.#contents.remove(id)
      return [id, { status: 'ok', data: {} }] as const
    })
    return ok(Object.fromEntries(results))
  }

  /** 200 for anything, as the real page, which finds out in the browser. */
  readonly folderPage: Handler = ({ params }) => {
    const folder = this.#contents.folderByCode(params['code'] ?? '')
    if (!folder) return html(200, page('GoFile', 'This content does not exist', []))
    if (!folder.public) return html(200, page('GoFile', 'This folder is not public', []))
    const files = this.#contents.filesOf(folder.id).map(({ id, name, arrival }) => ({
      name,
      size: arrival.size,
      href: `/download/web/${id}/${encodeURIComponent(name)}`,
    }))
    return html(200, page('GoFile', folder.name, files))
  }

  readonly download: Handler = ({ params }) => {
    const content = this.#contents.all.get(params['id'] ?? '')
    if (content?.type !== 'file') return gofileError('error-notFound')
    const { path, name, mimetype, arrival } = content
    return { status: 200, body: { file: { path, name, type: mimetype, size: arrival.size } } }
  }
}

const describeFolder = ({ id, type, name, code, parent, created, ...folder }: GofileFolder) => {
  const createTime = Math.floor(created.getTime() / 1000)
  return { id, type, name, code, parentFolder: parent, public: folder.public, createTime, owner: folder.owner }
}

const describe = (content: GofileContent) => {
  if (content.type === 'folder') return describeFolder(content)
  const { id, type, name, mimetype, parent, arrival } = content
  return { id, type, name, parentFolder: parent, size: arrival.size, md5: arrival.md5, mimetype }
}
