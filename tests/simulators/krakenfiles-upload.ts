// KrakenFiles' upload: a form whose token was asked for before and serves once, and a reply that tells page and size.
import { rm } from 'node:fs/promises'
import type { Exchange } from './exchange.ts'
import { shortId } from './ids.ts'
import { proxyTooLarge, refused, told } from './krakenfiles-replies.ts'
import { type FilePart, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Ground } from './server.ts'
import type { Arrival } from './simulator.ts'

export type KrakenFile = { hash: string; folderId: string | null; path: string; type: string; arrival: Arrival }

/** Sizes in bytes. */
export type SizeLimits = { guest: number; account: number }

export type UploadOptions = {
  ground: Ground
  files: Map<string, KrakenFile>
  limits: SizeLimits
  isOwner: boolean
  /** Ids of the folders of the account. */
  folders: ReadonlySet<string>
  /** Uses a token up; gives what is wrong with it, or null. */
  useToken: (token: string) => string | null
}

type Got = { part: FilePart; received: Received }

/** The form around a file takes some bytes of the request too. */
const formBytes = 16_384

export async function krakenfilesUpload(exchange: Exchange, options: UploadOptions): Promise<Reply> {
  // What stands before the upload server knows nothing of accounts: it cuts what is too much for any.
  if ((exchange.length ?? 0) > options.limits.account + formBytes) return proxyTooLarge()
  const got: Got[] = []
  const complaints: string[] = []
  const fault = await readForm(exchange, {
    onFile: async (part) => {
      const complaint = complaintOfFields(part, options)
      if (complaint === null) got.push({ part, received: await receive(options.ground.newPath(), part.bytes) })
      else {
        complaints.push(complaint)
        part.bytes.resume()
      }
    },
  })
  const [one] = got
  if (complaints[0] !== undefined) return refused(complaints[0])
  if (fault || !one) return refused('File was not uploaded.')
  const complaint = complaintOfSize(one.received.size, options)
  if (complaint === null) return told(describe(keep(one, options)))
  await rm(one.received.path)
  return refused(complaint)
}

function complaintOfFields(part: FilePart, { folders, isOwner, useToken }: UploadOptions): string | null {
  const given = new Map(part.before)
  const wrongToken = useToken(given.get('serverAccessToken') ?? '')
  if (wrongToken !== null) return wrongToken
  const folderId = given.get('folderId') ?? ''
  if (folderId !== '' && !(isOwner && folders.has(folderId))) return 'Folder does not exist.'
  return part.field === 'file' && part.name !== '' ? null : 'File was not uploaded.'
}

function complaintOfSize(size: number, { isOwner, limits }: UploadOptions): string | null {
  if (size === 0) return 'File is empty.'
  return size > (isOwner ? limits.account : limits.guest) ? 'File is too large.' : null
}

function keep({ part, received }: Got, { files, ground }: UploadOptions): KrakenFile {
  const hash = shortId(10)
  const folderId = new Map(part.before).get('folderId') || null
  const { path, size, sha256, md5 } = received
  const url = `${ground.origin}/view/${hash}/file.html`
  const arrival = {
    at: new Date(),
    fileId: hash,
    name: part.name,
    size,
    sha256,
    md5,
    group: folderId,
    stored: true,
    url,
  }
  const file = { hash, folderId, path, type: part.type, arrival }
  files.set(hash, file)
  ground.ledger.push(arrival)
  return file
}

const describe = ({ hash, folderId, arrival: { url, name, size } }: KrakenFile) => ({
  url,
  hash,
  title: name,
  size,
  folderId,
})
