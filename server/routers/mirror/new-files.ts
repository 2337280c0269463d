// The files of a new mirror: those that are uploaded as they were declared, and those that are fetched as their servers tell of them.
import { env } from '#server/env.ts'
import { AppError } from '#server/errors.ts'
import { type Probed, probeAll } from '#server/fetching/probes.ts'
import type { OwnerId } from '#server/ids.ts'
import type { NewFile } from '#server/queries/mirrors.ts'
import { partSizeFor, SINGLE_PUT_LIMIT } from '#server/storage/multipart.ts'
import type { GivenFile } from './new-mirror.ts'

/** Bytes of the parts that a file is uploaded in, or null for one that goes up whole. */
export const partSizeOf = (size: number): number | null => (size > SINGLE_PUT_LIMIT ? partSizeFor(size) : null)

/**
 * In the order given. Addresses are asked for name, size and type.
 * @throws {AppError} BAD_REQUEST when one of them cannot be fetched: the sentences stand under `files`, and each under `files.<place>`, too
 */
export async function toNewFiles(owner: OwnerId, given: readonly GivenFile[]): Promise<NewFile[]> {
  const addresses = given.flatMap((file) => ('url' in file ? [file.url] : []))
  const probed = await probeAll(owner, addresses, env().MAX_FILE_SIZE)
  const answers = probed.values()
  const files = given.map((file): NewFile | { sentence: string } => {
    if (!('url' in file)) return { ...file, partSize: partSizeOf(file.size) }
    const answer = answers.next().value
    if (!answer) throw new Error('There is an answer for each address.')
    return fetchedFile(file, answer)
  })
  const faults = files.flatMap((file, place) => ('sentence' in file ? [{ place, sentence: file.sentence }] : []))
  if (faults.length > 0) throw refusal(faults)
  return files.flatMap((file) => ('sentence' in file ? [] : [file]))
}

type GivenAddress = Extract<GivenFile, { url: string }>

function fetchedFile({ url, name, path }: GivenAddress, probed: Probed): NewFile | { sentence: string } {
  if ('error' in probed) return { sentence: probed.error.message }
  const { name: itsName, size, type, validator } = probed.found
  return { name: name ?? itsName, size, type, path, partSize: partSizeFor(size), source: { url, validator } }
}

type Fault = { place: number; sentence: string }

function refusal(faults: readonly Fault[]): AppError {
  const sentences = faults.map(({ sentence }) => sentence)
  const byPlace = Object.fromEntries(faults.map(({ place, sentence }) => [`files.${place}`, [sentence]]))
  return new AppError('BAD_REQUEST', sentences[0] ?? 'The addresses cannot be fetched.', {
    fields: { files: [...new Set(sentences)], ...byPlace },
  })
}
