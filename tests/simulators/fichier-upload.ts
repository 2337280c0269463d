// 1fichier's way in: a node and an id for each file, a form that is read by position, and a page of links that comes after it.
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange } from './exchange.ts'
import type { FichierFile, FichierFiles } from './fichier-files.ts'
import { noFileFound, nodePage, notJson } from './fichier-replies.ts'
import { shortId } from './ids.ts'
import { type FilePart, readForm } from './multipart.ts'
import { page } from './page.ts'
import { type Received, receive } from './receiver.ts'
import { html, json, type Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'

export type UploadRules = {
  /** In bytes; a request that is larger is refused before its body. */
  maxFileSize: number
  /** The node that is given, without a scheme. Default: this server's own `host:port`. */
  node: string | null
  /** The id that is given in place of a good one. */
  uploadId: string | null
  /** How often the page of links is still empty after a file was taken. */
  emptyEnds: number
  /** How long the page of links takes to answer, in ms. */
  lateEndMs: number
  /** How long the page of links can be had, in ms. */
  endLifeMs: number
}

type Transfer = { state: 'given' | 'used' | 'over'; files: FichierFile[]; emptyEnds: number; overAt: number }
type Got = { part: FilePart; received: Received }
type Parts = { ground: Ground; files: FichierFiles; rules: UploadRules; isOwner: (exchange: Exchange) => boolean }

/** The form around a file takes some bytes of the request too. */
const formBytes = 16_384
const filePart =
  /\r\nContent-Disposition: form-data; name="file\[\]"; filename="[^"\r\n]+"\r\nContent-Type: [^\r\n]+\r\n/i

export class FichierUploads {
  readonly #transfers = new Map<string, Transfer>()
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  clear(): void {
    this.#transfers.clear()
  }

  /** Asks for the type of JSON even where there is no body. */
  readonly node: Handler = async (exchange) => {
    await exchange.drain()
    if (!exchange.headers['content-type']?.startsWith('application/json')) return notJson()
    const { ground, rules } = this.#parts
    const id = rules.uploadId ?? shortId(10)
    this.#transfers.set(id, { state: 'given', files: [], emptyEnds: rules.emptyEnds, overAt: 0 })
    return json(200, { url: rules.node ?? new URL(ground.origin).host, id })
  }

  readonly upload: Handler = async (exchange) => {
    const { ground, rules } = this.#parts
    const id = exchange.query.get('id') ?? ''
    const transfer = this.#transfers.get(id)
    if (transfer?.state !== 'given') return nodePage("Identifiant d'envoi inconnu ou déjà utilisé")
    transfer.state = 'used'
    if ((exchange.length ?? 0) > rules.maxFileSize + formBytes) return tooLarge()
    if (!filePart.test(await exchange.head())) {
      await exchange.drain()
      return noFileFound()
    }
    const got: Got[] = []
    const fault = await readForm(exchange, {
      maxFiles: 20,
      onFile: async (part) => {
        if (part.field !== 'file[]' || part.name === '') return void part.bytes.resume()
        got.push({ part, received: await receive(ground.newPath(), part.bytes) })
      },
    })
    const refusal = fault ? noFileFound() : this.#refusal(got, exchange)
    if (refusal) {
      for (const { received } of got) await rm(received.path)
      return refusal
    }
    transfer.files = got.map((one) => this.#keep(one, this.#parts.isOwner(exchange)))
    Object.assign(transfer, { state: 'over', overAt: Date.now() })
    return html(302, '', { location: `/end.pl?xid=${id}` })
  }

  #refusal(got: readonly Got[], exchange: Exchange): Reply | null {
    const { files, rules, isOwner } = this.#parts
    if (got.length === 0) return noFileFound()
    for (const { part, received } of got) {
      const folder = folderOf(part)
      if (received.size === 0) return noFileFound()
      if (received.size > rules.maxFileSize) return tooLarge()
      if (part.name.length > 250) return nodePage('Nom de fichier trop long')
      if (folder !== 0 && !(isOwner(exchange) && files.hasFolder(folder))) return nodePage('Dossier inexistant')
    }
    return null
  }

  #keep({ part, received }: Got, owned: boolean): FichierFile {
    const { files, ground } = this.#parts
    const id = shortId(20).toLowerCase()
    const folder = folderOf(part)
    const { path, size, sha256, md5 } = received
    const arrival = {
      at: new Date(),
      fileId: id,
      name: part.name,
      size,
      sha256,
      md5,
      group: folder === 0 ? null : String(folder),
      stored: true,
      url: `${ground.origin}/?${id}`,
    }
    const password = new Map(part.before).get('dpass') ?? ''
    const file = { id, removal: shortId(8), folder, owned, password, path, type: part.type, arrival }
    files.all.set(id, file)
    ground.ledger.push(arrival)
    return file
  }

  /** Empty for a transfer that is unknown, not over, or forgotten by now. */
  readonly end: Handler = async (exchange) => {
    const { ground, files, rules } = this.#parts
    if (rules.lateEndMs > 0) await sleep(rules.lateEndMs, undefined, { signal: exchange.signal })
    const stored = this.#storedBy(exchange.query.get('xid') ?? '')
    if (exchange.headers['json'] !== '1') {
      const listed = stored.map(({ arrival: { name, size, url } }) => ({ name, size, href: url }))
      return html(200, page('1fichier', 'Upload completed', listed))
    }
    const links = stored.map(async (file) => ({
      download: file.arrival.url,
      filename: file.arrival.name,
      remove: `${ground.origin}/remove/${file.id}/${file.removal}`,
      size: String(file.arrival.size),
      whirlpool: await files.whirlpoolOf(file),
    }))
    return json(200, { incoming: 0, links: await Promise.all(links) })
  }

  #storedBy(id: string): FichierFile[] {
    const transfer = this.#transfers.get(id)
    if (transfer?.state !== 'over' || Date.now() - transfer.overAt > this.#parts.rules.endLifeMs) return []
    if (transfer.emptyEnds > 0) {
      transfer.emptyEnds -= 1
      return []
    }
    return transfer.files
  }
}

/** NaN where it is no number, and then no folder either. */
const folderOf = ({ before }: FilePart): number => Number(new Map(before).get('did') || 0)

const tooLarge = (): Reply => nodePage('Fichier trop volumineux')
