// A file to a lolisafe site: whole where it fits into one request, else in chunks.
import { HostError } from '#server/hosts/errors.ts'
import type { Source, Stored, UploadCall } from '#server/hosts/host.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { tokenHeaders } from './api.ts'
import { uploadInChunks } from './chunks.ts'
import type { LolisafeConfig } from './config.ts'
import { type UploadNode, uploadNode } from './node.ts'
import type { SiteRules } from './rules.ts'
import { storedFile } from './stored-file.ts'

export type LolisafeUpload = {
  config: LolisafeConfig
  source: Source
  call: UploadCall
  rules: SiteRules
  node: UploadNode
}

/**
 * Sends one file.
 * @throws {HostError} `rejected` for an empty or too large file, before a byte goes out
 */
export async function uploadFile(
  config: LolisafeConfig,
  readRules: (call: UploadCall) => Promise<SiteRules>,
  { source, call }: { source: Source; call: UploadCall },
): Promise<Stored> {
  if (source.size === 0) throw new HostError('rejected', 'does not take empty files.')
  const rules = await readRules(call)
  if (source.size > rules.maxFileSize) throw new HostError('rejected', 'says that the file is too large.')
  const upload = { config, source, call, rules, node: await uploadNode(config, call) }
  const { chunkSize } = rules
  return chunkSize === null || source.size <= chunkSize ? uploadWhole(upload) : uploadInChunks(upload, chunkSize)
}

/** Album and age travel in headers; tags stay in the file, since stripping them would change its bytes. */
async function uploadWhole({ config, source, call, rules, node }: LolisafeUpload): Promise<Stored> {
  const { contentType, ...body } = multipartBody([], filePart('files[]', source))
  const answer = await config.http.sendFile({
    method: 'POST',
    url: node.uploadUrl,
    headers: {
      ...tokenHeaders(config),
      'content-type': contentType,
      striptags: '0',
      ...(call.group && { albumid: call.group.id }),
      ...(rules.age !== null && { age: String(rules.age) }),
    },
    body,
    signal: call.signal,
    publicOnly: node.publicOnly,
  })
  return storedFile(answer)
}
