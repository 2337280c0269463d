// GoFile's upload: a form whose text fields come before the one part `file`.
import { randomUUID } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import type { GofileAccount, GofileContents, GofileFile, GofileFolder } from './gofile-contents.ts'
import { gofileError, ok } from './gofile-replies.ts'
import { type FilePart, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Ground } from './server.ts'

export type UploadOptions = {
  ground: Ground
  contents: GofileContents
  maxFileSize: number
  /** The token of the Authorization header, if there is one. */
  tokenOf: (exchange: Exchange) => string | null
  /** Makes a guest for an upload without a token, or null where the address has had too many. */
  mint: (exchange: Exchange) => GofileAccount | null
}

type Got = { part: FilePart; received: Received }
type Target = { folder: GofileFolder; account: GofileAccount; minted: boolean }

/** Takes one file. The token may be in the header or in a field; without a folder the file makes one. */
export async function gofileUpload(exchange: Exchange, options: UploadOptions): Promise<Reply> {
  const { ground, maxFileSize } = options
  const got: Got[] = []
  const fault = await readForm(exchange, {
    onFile: async (part) => {
      if (part.field !== 'file') return void part.bytes.resume()
      got.push({ part, received: await receive(ground.newPath(), part.bytes) })
    },
  })
  const one = got[0]
  if (fault || !one) return gofileError('error-field-file')
  if (one.part.name === '' || one.part.name.length > 255) return gofileError('error-field-filename')
  if (one.received.size > maxFileSize) return gofileError('error-field-size')
  const target = targetOf(exchange, new Map(one.part.before), options)
  if (typeof target === 'string') return gofileError(target)
  return ok(describeUpload(keep(one, target, options), target, ground))
}

/** The folder that the fields before the file name, or the name of the error. */
function targetOf(exchange: Exchange, fields: Map<string, string>, options: UploadOptions): Target | string {
  const { contents, mint, tokenOf } = options
  const token = tokenOf(exchange) ?? fields.get('token') ?? null
  const known = token === null ? null : contents.accounts.get(token)
  if (known === undefined) return 'error-token'
  const account = known ?? mint(exchange)
  if (!account) return 'error-rateLimit'
  const folderId = fields.get('folderId')
  if (folderId === undefined) {
    const given = { name: new Date().toISOString(), public: true, owner: account.id, parent: account.rootFolder }
    return { folder: contents.addFolder(given), account, minted: known === null }
  }
  const folder = contents.folder(folderId)
  if (!folder) return 'error-notFound'
  return folder.owner === account.id ? { folder, account, minted: false } : 'error-notOwner'
}

function keep({ part, received }: Got, { folder, account }: Target, { ground, contents }: UploadOptions): GofileFile {
  const id = randomUUID()
  const { path, size, sha256, md5 } = received
  const url = `${ground.origin}/d/${folder.code}`
  const arrival = {
    at: new Date(),
    fileId: id,
    name: part.name,
    size,
    sha256,
    md5,
    group: folder.id,
    stored: true,
    url,
  }
  const modTime = Number(new Map(part.before).get('modTime')) || Math.floor(Date.now() / 1000)
  const file: GofileFile = {
    type: 'file',
    id,
    name: part.name,
    owner: account.id,
    parent: folder.id,
    mimetype: part.type,
    modTime,
    path,
    arrival,
  }
  contents.all.set(id, file)
  ground.ledger.push(arrival)
  return file
}

const describeUpload = (file: GofileFile, { folder, account, minted }: Target, { origin }: Ground) => ({
  id: file.id,
  type: 'file',
  name: file.name,
  parentFolder: folder.id,
  parentFolderCode: folder.code,
  downloadPage: `${origin}/d/${folder.code}`,
  size: file.arrival.size,
  md5: file.arrival.md5,
  mimetype: file.mimetype,
  createTime: Math.floor(file.arrival.at.getTime() / 1000),
  modTime: file.modTime,
  servers: ['store-eu-par-1'],
  ...(minted ? { guestToken: account.token } : {}),
})
