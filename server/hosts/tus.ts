// A server that takes files by tus, the protocol of resumable uploads (tus.io, 1.0.0). Facts: docs/hosts/tus.md.
import { z } from 'zod'
import type { Host } from './host.ts'
import { type CommonSettings, defineKind, factsOf, hidden } from './kind.ts'
import { abilitiesOf, type TusConfig } from './tus/api.ts'
import { checkFile, removeFile } from './tus/copies.ts'
import { uploadFile } from './tus/upload.ts'

/** Of each piece where checksums are asked for, in bytes; as much is held in memory for each upload. */
const usualPieceSize = 8 * 1024 ** 2

const settings = z.strictObject({
  /** Sent with every request: an API key, say. */
  headers: z.record(z.string().regex(/^[\w-]{1,64}$/, 'expected names of headers'), hidden).exactOptional(),
  linkTemplate: z
    .string()
    .refine((link) => /\{(location|id)\}/.test(link), 'expected {location} or {id} in it')
    .refine(
      (link) => URL.canParse(link.replace('{location}', 'https://example.org/').replace('{id}', 'id')),
      'expected the link of a file',
    )
    .default('{location}'),
})

export const tus = (common: CommonSettings, config: TusConfig) => {
  const facts = factsOf(common)
  return {
    ...facts,
    digests: [],
    resendIsSafe: false,
    upload: (source, call) => uploadFile(config, source, call),
    async readLimits({ signal }) {
      const { maxSize } = await abilitiesOf(config, signal)
      return { ...facts.limits, maxFileSize: common.maxFileSize ?? maxSize }
    },
    check: (stored, call) => checkFile(config, stored, call),
    remove: (stored, call) => removeFile(config, stored, call),
  } satisfies Host
}

export const tusKind = defineKind({
  kind: 'tus',
  settings,
  open: (common, { headers, linkTemplate }, http) =>
    tus(common, { url: common.url, headers: headers ?? {}, linkTemplate, pieceSize: usualPieceSize, http }),
})
