// A file to FileLu: as a form where it is small enough, else in parts.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Source, Stored, UploadCall } from '#server/hosts/host.ts'
import { ask, read } from '#server/hosts/xfs/api.ts'
import { envelopeVerdict } from '#server/hosts/xfs/envelope.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { sendForm, uploadServer } from '#server/hosts/xfs/upload-form.ts'
import type { FileluConfig } from './config.ts'
import { folderOf, storedAs } from './files.ts'
import { uploadInParts } from './parts.ts'

const made = z.object({ status: z.coerce.number() })

export async function uploadFile(config: FileluConfig, source: Source, call: UploadCall): Promise<Stored> {
  await makeFolder(config, source, call)
  const send = source.size > config.wholeLimit ? uploadInParts : uploadWhole
  const code = await send(config, source, call)
  return storedAs(config, { code, file: source }, call)
}

/** `GET /folder/create`. That the folder is there already is no matter, and if it is not, the upload says so. */
async function makeFolder(config: FileluConfig, source: Source, { signal }: UploadCall): Promise<void> {
  const answer = await ask(config, { path: '/folder/create', query: { folder_path: folderOf(source) }, signal })
  try {
    readJson(answer, made, envelopeVerdict)
  } catch (error) {
    if (!(error instanceof HostError) || error.kind !== 'rejected') throw error
  }
}

async function uploadWhole(config: FileluConfig, source: Source, { signal }: UploadCall): Promise<string> {
  const server = await read(config, { path: '/upload/server', signal }, uploadServer)
  const { code } = await sendForm({
    http: config.http,
    base: config.apiUrl,
    server,
    fields: [
      ['utype', 'prem'],
      ['fld_path', folderOf(source)],
    ],
    fileField: 'file_0',
    source,
    signal,
  })
  return code
}
