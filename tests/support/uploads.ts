// Bytes on their way into storage, as a browser sends them.
import type { RouterOutputs } from '#server/routers/root.ts'
import type { Person } from './api.ts'

type CreatedFile = RouterOutputs['mirror']['create']['files'][number]

/** PUTs bytes to a signed address. */
export const put = (url: string, body: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(url, { method: 'PUT', body })

/** @throws {Error} when the file goes up in parts */
export function singlePut({ upload }: CreatedFile) {
  if (!('url' in upload)) throw new Error('The file goes up in parts, or not at all.')
  return upload
}

/** @throws {Error} when the file goes up whole */
export function multipart({ upload }: CreatedFile) {
  if (!('multipart' in upload)) throw new Error('The file goes up whole.')
  return upload.multipart
}

/** Makes a mirror of small files with these contents, the first called `0.txt`. */
export function createMirror(person: Person, contents: readonly string[]) {
  const files = contents.map((text, index) => ({ name: `${index}.txt`, size: Buffer.byteLength(text) }))
  return person.call.mirror.create.mutate({ nickname: 'a mirror', files })
}

/** Uploads the bytes of a small file and says so. */
export async function uploadText(person: Person, file: CreatedFile, text: string): Promise<void> {
  const answer = await put(singlePut(file).url, Buffer.from(text))
  if (!answer.ok) throw new Error(`storage answered ${answer.status}: ${await answer.text()}`)
  await person.call.mirror.completeUpload.mutate({ fileId: file.id })
}

/** Makes a mirror whose files are in staging. */
export async function createStaged(person: Person, contents: readonly string[]) {
  const mirror = await createMirror(person, contents)
  for (const [index, file] of mirror.files.entries()) await uploadText(person, file, contents[index] ?? '')
  return mirror
}
