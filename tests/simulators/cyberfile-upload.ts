// Cyberfile's upload: one form with the token, the folder and `upload_file`, answered in an envelope that may hold an error of the file.
import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import type { CyberfileAccounts } from './cyberfile-accounts.ts'
import type { CyberfileContents, CyberfileFile } from './cyberfile-contents.ts'
import { type Fail, succeeded } from './cyberfile-replies.ts'
import type { Exchange } from './exchange.ts'
import { shortId } from './ids.ts'
import { type FilePart, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import { json, type Reply } from './reply.ts'
import type { Ground } from './server.ts'

export type UploadRules = {
  canUpload: boolean
  /** In bytes; 0 is none. A larger file is refused inside an answer that tells of success. */
  maxUploadSize: number
  /** PHP's own limit in bytes: of a larger file the script sees a size of 0. */
  phpLimit: number
  uploadsPerDay: number
  refusedExtensions: readonly string[]
  /** Whether `hash` is the MD5, or `false` as some installations send. */
  tellsMd5: boolean
  replyForm: 'envelope' | 'list' | 'files'
  fail: Fail
}

type Parts = { ground: Ground; accounts: CyberfileAccounts; contents: CyberfileContents; rules: UploadRules }
type Got = { part: FilePart; received: Received }

export async function cyberfileUpload(exchange: Exchange, parts: Parts): Promise<Reply> {
  const { ground, rules } = parts
  const got: Got[] = []
  await readForm(exchange, {
    onFile: async (part) => {
      // PHP takes a file without a name for none at all.
      if (part.field !== 'upload_file' || part.name === '') return void part.bytes.resume()
      got.push({ part, received: await receive(ground.newPath(), part.bytes) })
    },
  })
  const [one] = got
  const refusal = one ? refusalOf(one, parts) : rules.fail('Did not receive uploaded file.')
  if (one && refusal) await rm(one.received.path)
  if (!one || refusal) return refusal ?? rules.fail('Did not receive uploaded file.')
  return asAsked(describeUpload(keep(one, parts), one.part, rules.tellsMd5), rules)
}

function refusalOf({ part, received }: Got, { accounts, contents, rules, ground }: Parts): Reply | null {
  const { canUpload, fail, maxUploadSize, phpLimit, refusedExtensions, uploadsPerDay } = rules
  const given = new URLSearchParams(part.before)
  const unknown = accounts.refusal(given)
  if (unknown) return unknown
  if (received.size === 0 || received.size > phpLimit) return fail('Filesize received was zero.')
  const folder = given.get('folder_id') || null
  if (folder !== null && !contents.activeFolder(folder)) return fail('Could not find folder based on folder_id.')
  if (!canUpload) return fail('Uploads are currently disabled for your account type.')
  if (ground.ledger.length >= uploadsPerDay)
    return fail('Max uploads reached. You have reached the maximum permitted uploads for today.')
  if (maxUploadSize > 0 && received.size > maxUploadSize)
    return asAsked(notTaken(part, received, 'File is larger than permitted.'), rules)
  return refusedExtensions.includes(extname(part.name).toLowerCase())
    ? asAsked(notTaken(part, received, 'File type is not permitted.'), rules)
    : null
}

const asAsked = (object: Record<string, unknown>, { replyForm }: UploadRules): Reply => {
  if (replyForm === 'envelope') return succeeded('File uploaded', { data: [object] })
  return json(200, replyForm === 'list' ? [object] : { files: [object] })
}

const notTaken = ({ name, type }: FilePart, { size }: Received, error: string) => ({
  name,
  size: String(size),
  type,
  error,
  url: null,
})

function keep({ part, received }: Got, { ground, contents }: Parts): CyberfileFile {
  const [id, shortUrl] = [contents.nextId(), shortId(4)]
  const folder = new Map(part.before).get('folder_id') || null
  const { path, size, sha256, md5 } = received
  const url = `${ground.origin}/${shortUrl}`
  const arrival = { at: new Date(), fileId: id, name: part.name, size, sha256, md5, group: folder, stored: true, url }
  const file: CyberfileFile = { id, shortUrl, folder, status: 'active', path, type: part.type, arrival }
  contents.files.set(id, file)
  ground.ledger.push(arrival)
  return file
}

function describeUpload({ id, shortUrl, arrival }: CyberfileFile, { name, type }: FilePart, tellsMd5: boolean) {
  const deleteHash = randomBytes(16).toString('hex')
  return {
    name,
    size: String(arrival.size),
    type,
    error: null,
    url: arrival.url,
    delete_url: `${arrival.url}~d?${deleteHash}`,
    info_url: `${arrival.url}~i?${deleteHash}`,
    delete_type: 'DELETE',
    delete_hash: deleteHash,
    hash: tellsMd5 ? arrival.md5 : false,
    stats_url: `${arrival.url}~s`,
    short_url: shortUrl,
    file_id: id,
    unique_hash: createHash('sha256').update(deleteHash).digest('hex'),
  }
}
