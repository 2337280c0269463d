// A file by tus: an upload is made, its bytes are added from where the server stands, and its offset says when it is whole.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { chunkSlicer } from '#server/hosts/chunk-slicer.ts'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Source, Stored, UploadCall } from '#server/hosts/host.ts'
import { isWebPage, oddReplyError, webPageError } from '#server/hosts/http/status.ts'
import type { Body } from '#server/hosts/http/pump.ts'
import { mimeType } from '#server/hosts/mime-type.ts'
import { readNote } from '#server/hosts/parts.ts'
import {
  type Abilities,
  abilitiesOf,
  ask,
  expectSuccess,
  isGone,
  offsetOf,
  progressOf,
  type TusConfig,
  type TusTarget,
  targetOf,
} from './api.ts'
import { storedAt, terminate } from './copies.ts'

const unfinished = z.object({ location: z.url() })

type Upload = { config: TusConfig; source: Source; call: UploadCall; target: TusTarget; abilities: Abilities }

/** Adds what the server does not have yet. There is no unknown end: its offset tells, now or at the next attempt. */
export async function uploadFile(config: TusConfig, source: Source, call: UploadCall): Promise<Stored> {
  const { signal, resume } = call
  const abilities = await abilitiesOf(config, signal)
  const begun = await goOn(config, source, call)
  const { target, offset } = begun ?? (await begin(config, source, call))
  const upload = { config, source, call, target, abilities }
  try {
    const size = offset < source.size ? await sendRest(upload, offset) : offset
    return storedAt(config, target.url.href, size)
  } catch (error) {
    if (signal.aborted || isFinal(error)) {
      // The first error is the one that counts: what cannot be taken away is left to the server's own rule.
      await terminate(config, target, new AbortController().signal).catch(() => undefined)
      await resume.save(null)
    }
    throw error
  }
}

const isFinal = (error: unknown) => error instanceof HostError && ['rejected', 'account'].includes(error.kind)

type Going = { target: TusTarget; offset: number }

/** Where an earlier attempt stood, or null where the server has nothing of it. */
async function goOn(config: TusConfig, source: Source, { resume, signal }: UploadCall): Promise<Going | null> {
  const note = await readNote(resume, unfinished)
  if (!note) return null
  const target = targetOf(config, note.location)
  try {
    const progress = await progressOf(config, target, signal)
    if (!progress || progress.offset > source.size) return null
    return progress.length === null || progress.length === source.size ? { target, offset: progress.offset } : null
  } catch (error) {
    // Servers may refuse to talk of an upload that has expired, and one that is made anew is refused if that was not why.
    if (error instanceof HostError && error.kind === 'account') return null
    throw error
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** `POST`, whose answer says where the upload is. One whose answer is lost is empty, and nobody's. */
async function begin(config: TusConfig, source: Source, { resume, signal }: UploadCall): Promise<Going> {
  const metadata = `filename ${base64(hostFileName(source.name))},filetype ${base64(mimeType(source.type))}`
  const headers = { 'upload-length': String(source.size), 'upload-metadata': metadata }
  const answer = await ask(config, targetOf(config, config.url), { method: 'POST', headers, signal, reads: true })
  expectSuccess(answer)
  const { location } = answer.headers
  if (answer.status !== 201 || location === undefined) throw oddReplyError(answer)
  const target = targetOf(config, location)
  await resume.save(JSON.stringify({ location: target.url.href } satisfies z.infer<typeof unfinished>))
  return { target, offset: 0 }
}

/** Sends everything from `offset`; in pieces where the server checks each, else at once. Gives the offset at the end. */
async function sendRest(upload: Upload, offset: number): Promise<number> {
  const { source, abilities, config } = upload
  const bytes = source.take(offset)
  if (abilities.checksum === null) return add(upload, { offset, body: { length: source.size - offset, chunks: bytes } })
  const slicer = chunkSlicer(bytes)
  try {
    for (let at = offset; at < source.size; ) {
      const parts: Uint8Array[] = []
      for await (const part of slicer.next(Math.min(config.pieceSize, source.size - at))) parts.push(part)
      at = await addChecked(upload, { offset: at, piece: Buffer.concat(parts), algorithm: abilities.checksum })
    }
    return source.size
  } finally {
    slicer.close()
  }
}

type Piece = { offset: number; piece: Buffer; algorithm: NonNullable<Abilities['checksum']> }

/** A piece that came otherwise than it went is kept out by the server, and sent once more. */
async function addChecked(upload: Upload, { offset, piece, algorithm }: Piece): Promise<number> {
  const checksum = `${algorithm} ${createHash(algorithm).update(piece).digest('base64')}`
  const once = () => add(upload, { offset, body: { length: piece.length, chunks: chunksOf(piece) }, checksum })
  return once().catch((error: unknown) => {
    if (error instanceof HostError && error.cause === mismatch) return once()
    throw error
  })
}

async function* chunksOf(piece: Buffer) {
  yield piece
}

/** The cause where the server computed another checksum of a piece (status 460). */
const mismatch = new Error('another checksum')

type Adding = { offset: number; body: Body; checksum?: string }

/** `PATCH`. Where its answer does not tell that all came, a `HEAD` does. */
async function add({ config, call, target }: Upload, { offset, body, checksum }: Adding): Promise<number> {
  const { url, publicOnly, secrets } = target
  const due = offset + body.length
  const headers = {
    ...target.headers,
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
    ...(checksum !== undefined && { 'upload-checksum': checksum }),
  }
  const { signal, resume } = call
  const sending = config.http.sendFile({ method: 'PATCH', url: url.href, headers, body, signal, secrets, publicOnly })
  const answer = await sending.catch(lostAnswer)
  if (answer) {
    if (isWebPage(answer)) throw webPageError(answer)
    if (answer.status === 460)
      throw new HostError('retry', 'did not get a part of the file as it was sent.', { cause: mismatch })
    if (isGone(answer)) {
      await resume.save(null)
      throw new HostError('retry', 'lost the begun upload.')
    }
    expectSuccess(answer)
    if (answer.status === 204 && offsetOf(answer) === due) return due
  }
  const progress = await progressOf(config, target, signal)
  if (progress?.offset === due) return due
  throw new HostError('retry', 'did not get the whole file.')
}

const lostAnswer = (error: unknown): null => {
  if (error instanceof HostError && error.kind === 'unknown') return null
  throw error
}
