// The reply to an upload, whole or in chunks, and what it tells us of the copy.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Stored } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import { byteCount, hexDigest, publicLink } from '#server/hosts/taken.ts'
import { lolisafeVerdict } from './errors.ts'

const reply = z.object({
  success: z.literal(true),
  files: z
    .array(
      z.object({
        name: z.string().min(1).max(512),
        url: publicLink.nullish(),
        hash: hexDigest(32).nullish().catch(null),
        size: byteCount.nullish().catch(null),
        expirydate: z.coerce.number().positive().nullish().catch(null),
        repeated: z.boolean().nullish().catch(null),
      }),
    )
    .length(1),
})

/**
 * Reads the copy from a reply. `extra.repeated` marks a copy that was there before: it may belong to another mirror too.
 * @throws {HostError} `retry` for a success without a link, which is a failure here
 */
export function storedFile(answer: Answer): Stored {
  const [file] = readJson(answer, reply, lolisafeVerdict).files
  if (!file?.url) throw new HostError('retry', 'took the file and gave no link.', { cause: answerCause(answer) })
  return {
    id: file.name,
    url: file.url,
    size: file.size ?? null,
    digests: file.hash ? { blake3: file.hash } : {},
    extra: {
      ...(file.repeated && { repeated: 'true' }),
      ...(file.expirydate && { expiresAt: new Date(file.expirydate * 1000).toISOString() }),
    },
  }
}
