// The two ways into a lolisafe server: forms with `files[]`, whole or as chunks, and the call that joins the chunks.
import { extname } from 'node:path'
import { z } from 'zod'
import type { LolisafeAlbums } from './lolisafe-albums.ts'
import { type LolisafeChunks, isChunk } from './lolisafe-chunks.ts'
import type { LolisafeFiles, LolisafeUpload } from './lolisafe-files.ts'
import { proxyTooLarge, refuse, success } from './lolisafe-replies.ts'
import type { Exchange } from './exchange.ts'
import { type FilePart, type FormFault, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'

export type UploadRules = {
  maxBytes: number
  /** Bytes of a request over which the proxy cuts it. */
  requestLimit: number
  /** Extensions beside which nothing is taken; null takes any. */
  takesOnly: readonly string[] | null
  refusedExtensions: readonly string[]
  refusesNoExtension: boolean
  /** In hours, 0 for ever; the first is what a file gets that does not ask. Null: not enabled. */
  retentionPeriods: readonly number[] | null
}

type Parts = {
  ground: Ground
  files: LolisafeFiles
  albums: LolisafeAlbums
  chunks: LolisafeChunks
  rules: UploadRules
}

const formFaults: Record<FormFault, string> = {
  'not-multipart': 'Unsupported Content-Type.',
  malformed: 'Malformed multipart body.',
  'too-many-fields': 'Too many fields.',
  'too-many-files': 'Too many files.',
}
const finishBody = z.object({
  files: z
    .array(
      z.object({
        uuid: z.string(),
        original: z.string().min(1),
        type: z.string().default('application/octet-stream'),
        size: z.unknown(),
        albumid: z.union([z.number(), z.string()]).nullish(),
        age: z.number().nullish(),
      }),
    )
    .min(1),
})

export class LolisafeUploads {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** At most six text fields, which must come before the file; what is not a chunk is a whole file. */
  readonly upload: Handler = async (exchange) => {
    if ((exchange.length ?? 0) > this.#parts.rules.requestLimit) return proxyTooLarge()
    const whole: { part: FilePart; received: Received }[] = []
    const refusals: Reply[] = []
    let chunks = 0
    const fault = await readForm(exchange, {
      maxFields: 6,
      maxFiles: 20,
      onFile: async (part) => {
        if (part.field !== 'files[]') {
          refusals.push(refuse(`Unexpected field: "${part.field}".`))
          part.bytes.resume()
        } else if (isChunk(part)) {
          chunks += 1
          const refusal = await this.#parts.chunks.append(exchange.ip, part)
          if (refusal) refusals.push(refusal)
        } else whole.push({ part, received: await receive(this.#parts.ground.newPath(), part.bytes) })
      },
    })
    if (fault) return refuse(formFaults[fault])
    if (refusals[0]) return refusals[0]
    if (chunks > 0) return success()
    if (whole.length === 0) return refuse('No files.')
    const files = whole.map(({ part, received }) => ({ received, upload: this.#wholeUpload(exchange, part) }))
    return this.#keepAll(files)
  }

  #wholeUpload({ headers }: Exchange, { name, type }: FilePart): LolisafeUpload {
    const age = headers['age'] === undefined ? null : Number(headers['age'])
    return { original: name, type, albumId: this.#parts.albums.known(headers['albumid']), age: this.#ageOf(age) }
  }

  readonly finish: Handler = async (exchange) => {
    const body = finishBody.safeParse(await exchange.json())
    if (!body.success) return refuse('Bad request.')
    const files: { received: Received; upload: LolisafeUpload }[] = []
    for (const { uuid, original, type, size, albumid, age } of body.data.files) {
      const received = await this.#parts.chunks.finish(exchange.ip, { uuid, size })
      if ('status' in received) return received
      const albumId = albumid === null || albumid === undefined ? null : this.#parts.albums.known(albumid)
      files.push({ received, upload: { original, type, albumId, age: this.#ageOf(age ?? null) } })
    }
    return this.#keepAll(files)
  }

  /** NaN stands for an age that is not allowed. */
  #ageOf(asked: number | null): number {
    const periods = this.#parts.rules.retentionPeriods
    if (!periods) return 0
    if (asked === null) return periods[0] ?? 0
    return periods.includes(asked) ? asked : Number.NaN
  }

  async #keepAll(files: readonly { received: Received; upload: LolisafeUpload }[]): Promise<Reply> {
    for (const { received, upload } of files) {
      const refusal = this.#refusal(received.size, upload)
      if (refusal) return refusal
    }
    const kept = []
    for (const { received, upload } of files) kept.push(await this.#parts.files.keep(received, upload))
    return success({ files: kept })
  }

  #refusal(size: number, { original, age }: LolisafeUpload): Reply | null {
    const { maxBytes, refusedExtensions, refusesNoExtension, takesOnly } = this.#parts.rules
    const extension = extname(original).toLowerCase()
    if (extension === '' && refusesNoExtension) return refuse('Files with no extension are not permitted.')
    if (refusedExtensions.includes(extension) || takesOnly?.includes(extension) === false)
      return refuse(`${extension} files are not permitted.`)
    if (original === '' || original.length > 255) return refuse('Invalid file name.')
    if (size === 0) return refuse('Empty files are not allowed.')
    if (size > maxBytes) return refuse('File too large.')
    return Number.isNaN(age) ? refuse('You are not allowed to use this retention period.', 403) : null
  }
}
