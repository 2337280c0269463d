// Files that FileLu has. Each is in a folder of its own, since files are deleted by their path, and two may have one name.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, FindInput, LinkState, Stored, StoredRef } from '#server/hosts/host.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { settled } from '#server/hosts/settled.ts'
import { remoteId } from '#server/hosts/taken.ts'
import { ask, read } from '#server/hosts/xfs/api.ts'
import { envelopeStatus, envelopeVerdict } from '#server/hosts/xfs/envelope.ts'
import { entryOf, fileInfo, type InfoEntry, stateIn } from '#server/hosts/xfs/file-info.ts'
import type { FileluConfig } from './config.ts'

/** The folder that holds one file and nothing else. */
export const folderOf = ({ fileId }: { fileId: string }): string => `/EasyMirror/${fileId}`

const done = z.object({ status: z.coerce.number() })
const listed = z.object({ name: z.string(), file_code: remoteId })
const listing = z.object({ result: z.object({ files: z.array(z.unknown()).nullish() }) })

/** What is told can lag behind the upload; waits before each question, in milliseconds. */
const infoPauses = [0, 500, 1000, 2000]

/** Whether an envelope says that there is no such thing. */
const isMissing = (body: unknown) => envelopeStatus(body) === 404

/** `GET /folder/list`: the code of the file that an attempt put there, or null. */
export async function codeInFolder(
  config: FileluConfig,
  file: { fileId: string; name: string },
  { signal }: Call,
): Promise<string | null> {
  const answer = await ask(config, { path: '/folder/list', query: { folder_path: folderOf(file) }, signal })
  if (isMissing(jsonOf(answer))) return null
  const { files } = readJson(answer, listing, envelopeVerdict).result
  const entries = (files ?? []).map((entry) => listed.safeParse(entry).data).filter((entry) => entry !== undefined)
  const name = hostFileName(file.name)
  return (entries.findLast((entry) => entry.name === name) ?? entries.at(-1))?.file_code ?? null
}

async function infoOf(config: FileluConfig, code: string, { signal }: Call): Promise<InfoEntry | null> {
  return entryOf(await read(config, { path: '/file/info2', query: { file_code: code }, signal }, fileInfo), code)
}

/** The copy with its size, which only the info call tells, and its path, by which it can be deleted. */
export async function storedAs(
  config: FileluConfig,
  copy: { code: string; file: { fileId: string; name: string } },
  call: Call,
): Promise<Stored> {
  const { code, file } = copy
  const info = await settled({
    pauses: infoPauses,
    signal: call.signal,
    ask: () => infoOf(config, code, call),
    isWhole: ({ size }) => typeof size === 'number',
  })
  return {
    id: code,
    url: `${config.linkOrigin}/${pathSegment(code)}`,
    size: info?.size ?? null,
    digests: {},
    extra: { path: `${folderOf(file)}/${info?.name ?? hostFileName(file.name)}` },
  }
}

export async function findFile(config: FileluConfig, file: FindInput, call: Call): Promise<Stored | null> {
  const code = await codeInFolder(config, file, call)
  return code === null ? null : storedAs(config, { code, file }, call)
}

export async function checkFile(config: FileluConfig, { id }: StoredRef, { signal }: Call): Promise<LinkState> {
  try {
    return stateIn(jsonOf(await ask(config, { path: '/file/info2', query: { file_code: id }, signal })), id)
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}

/** `GET /file/remove` by path; a file that is gone already counts as deleted. */
export async function removeFile(config: FileluConfig, { extra }: StoredRef, { signal }: Call): Promise<void> {
  const path = extra?.['path']
  if (path === undefined) throw new HostError('rejected', 'deletes by path, and the path of the file is not known.')
  const answer = await ask(config, { path: '/file/remove', query: { file_path: path }, signal })
  if (!isMissing(jsonOf(answer))) readJson(answer, done, envelopeVerdict)
}

/** @throws {HostError} `account` when FileLu does not know the key */
export async function checkKey(config: FileluConfig, { signal }: Call): Promise<void> {
  await read(config, { path: '/account/info', signal }, done)
}
