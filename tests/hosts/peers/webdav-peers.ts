// Two WebDAV servers that others wrote, each on a folder of its own, behind a front that can fail.
import { readdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import FileSystemAdapter from '@nephele/adapter-file-system'
import nephele, { type Authenticator, UnauthorizedError } from 'nephele'
import { v2 as webdav } from 'webdav-server'
import type { Exchange } from '#tests/simulators/exchange.ts'
import type { Operation } from '#tests/simulators/fault.ts'
import { html, type Reply } from '#tests/simulators/reply.ts'
import type { SimulatedGroup } from '#tests/simulators/simulator.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { startFront } from './front.ts'
import { emptyFolder, ending, heldFile, type Peer, resetting, serveOnLoopback } from './peer.ts'

export type WebdavPeerOptions = {
  /** How a user is asked who he is. Default: Basic. */
  authentication?: 'basic' | 'digest'
  /** Bodies over so many bytes are refused with 413 before they are read. Default: none are. */
  maxSize?: number
}

/**
 * Both servers keep what came of a body that broke off, so `held` leaves out names that end in `.part`: uploads that are
 * not done yet, by the custom of clients.
 */
export type WebdavPeer = Peer & {
  user: string
  password: string
  /** The bytes of a file, by its address or its path below `url`, percent-encoded. */
  download(pathOrUrl: string): Promise<Buffer>
  /** Every path that is there, folders with a slash at the end, in order. */
  paths(): Promise<string[]>
}

const user = 'simulated'
// `webdav-server` cannot read one with a colon.
const password = 'a password of the tests'

/** Starts `webdav-server`, which asks by Basic or Digest. */
export async function startWebdavServerPeer({ authentication = 'basic', ...options }: WebdavPeerOptions = {}) {
  const folder = await temporaryFolder()
  const users = new webdav.SimpleUserManager()
  const privileges = new webdav.SimplePathPrivilegeManager()
  privileges.setRights(users.addUser(user, password, false), '/', ['all'])
  const server = new webdav.WebDAVServer({
    requireAuthentification: true,
    httpAuthentication:
      authentication === 'digest'
        ? new webdav.HTTPDigestAuthentication(users, 'tests')
        : new webdav.HTTPBasicAuthentication(users, 'tests'),
    privilegeManager: privileges,
    rootFileSystem: new webdav.PhysicalFileSystem(folder),
  })
  return peerOf(folder, listenerOf(server.executeRequest, server), options)
}

/** Starts `nephele`, which asks by Basic alone. */
export async function startNephelePeer(options: Omit<WebdavPeerOptions, 'authentication'> = {}) {
  const folder = await temporaryFolder()
  const app: unknown = nephele({ adapter: new FileSystemAdapter({ root: folder }), authenticator: basic })
  return peerOf(folder, listenerOf(app), options)
}

/** Both servers come with types that leave their listener out. */
function listenerOf(listener: unknown, receiver?: unknown): RequestListener {
  if (typeof listener !== 'function') throw new Error('The server has no listener.')
  return (request, response) => void Reflect.apply(listener, receiver, [request, response])
}

const basic: Authenticator = {
  async authenticate(request: IncomingMessage, response: ServerResponse) {
    const { authorization } = request.headers
    if (authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) return { username: user }
    response.setHeader('WWW-Authenticate', 'Basic realm="tests", charset="UTF-8"')
    throw new UnauthorizedError('Who are you?')
  },
  cleanAuthentication: async () => undefined,
}

const methods = ['OPTIONS', 'GET', 'PUT', 'DELETE', 'MKCOL', 'MOVE', 'COPY', 'PROPFIND', 'PROPPATCH', 'LOCK', 'UNLOCK']

async function peerOf(folder: string, listener: RequestListener, { maxSize }: WebdavPeerOptions): Promise<WebdavPeer> {
  const peerUrl = await serveOnLoopback(listener)
  const limit = maxSize === undefined ? {} : { largestBody: maxSize }
  const front = ending(
    await startFront({
      id: 'webdav',
      peerUrl,
      methods,
      operationOf,
      refusal,
      told: { size: ['content-length', 'getcontentlength'], digest: ['getetag', 'etag'], id: ['href'] },
      // A file is there once it has its name, and what is known of it is told afterwards.
      faultDefaults: {
        'no-reply': 'finish',
        'wrong-size': 'info',
        'wrong-digest': 'info',
        'no-digest': 'info',
        'missing-id': 'info',
        'invalid-json': 'info',
        'truncated-json': 'info',
        'cut-reply': 'info',
        'huge-reply': 'info',
      },
      groups: () => foldersIn(folder),
      ...limit,
    }),
  )
  const paths = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const found = entries.filter(({ name }) => !isProperties(name))
    return found
      .map((entry) => `${join(entry.parentPath, entry.name).slice(folder.length)}${entry.isDirectory() ? sep : ''}`)
      .toSorted()
  }
  return {
    simulator: front,
    url: front.url,
    user,
    password,
    paths,
    async held() {
      const files = (await paths()).filter((path) => !path.endsWith(sep) && !path.endsWith('.part'))
      return Promise.all(files.map((path) => heldFile(join(folder, path), path.split(sep).at(-1) ?? null)))
    },
    download: (pathOrUrl) => readFile(join(folder, decodeURIComponent(new URL(pathOrUrl, `${front.url}/`).pathname))),
    reset: resetting(front, () => emptyFolder(folder)),
  }
}

/** The folders below the base, with what is whole in each. */
const foldersIn = (folder: string): SimulatedGroup[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      id: name,
      name,
      files: readdirSync(join(folder, name)).filter((file) => !isProperties(file) && !file.endsWith('.part')),
    }))

/** Nephele keeps properties and locks in files of its own beside those that they are about. */
const isProperties = (name: string): boolean => name.endsWith('.nephelemeta') || name.endsWith('.nephelelock')

const operations: Partial<Record<string, Operation>> = {
  PUT: 'upload',
  MKCOL: 'group',
  MOVE: 'finish',
  COPY: 'finish',
  PROPFIND: 'info',
  HEAD: 'info',
  OPTIONS: 'limits',
  DELETE: 'delete',
}

const operationOf = ({ method }: Exchange): Operation => operations[method] ?? 'download'

const refusal = (status: number): Reply =>
  html(status, `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`)
