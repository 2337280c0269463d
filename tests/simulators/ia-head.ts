// What the head of a PUT to the Internet Archive says of the item that the file makes.
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'

export const itemName = /^[A-Za-z0-9][A-Za-z0-9._-]{2,99}$/

/** Text that is not ASCII has to come as `uri(…)`; raw bytes arrive as something else than was meant. */
const meta = z
  .string()
  .regex(/^[\x20-\x7e]*$/)
  .transform((text, context) => {
    const encoded = /^uri\((.*)\)$/.exec(text)?.[1]
    if (encoded === undefined) return text
    try {
      return decodeURIComponent(encoded)
    } catch {
      context.addIssue('not percent-encoded')
      return z.NEVER
    }
  })

const flag = z.enum(['0', '1']).optional()

const head = z.object({
  'x-archive-auto-make-bucket': flag,
  'x-archive-queue-derive': flag,
  'x-archive-size-hint': z.string().regex(/^\d+$/).optional(),
  'x-archive-meta-title': meta.optional(),
  'x-archive-meta-mediatype': meta.optional(),
  // Whoever has an account may write to these two.
  'x-archive-meta-collection': z.enum(['opensource', 'test_collection']).optional(),
})

export type IaHead = { makesItem: boolean; title: string | undefined; mediatype: string; collection: string }

/** The head, or the name of the header that is wrong. */
export function readHead(headers: IncomingHttpHeaders): IaHead | { wrong: string } {
  const parsed = head.safeParse(headers)
  if (!parsed.success) return { wrong: String(parsed.error.issues[0]?.path[0]) }
  const given = parsed.data
  return {
    makesItem: given['x-archive-auto-make-bucket'] === '1',
    title: given['x-archive-meta-title'],
    mediatype: given['x-archive-meta-mediatype'] ?? 'data',
    collection: given['x-archive-meta-collection'] ?? 'opensource',
  }
}

/** Whether `Content-MD5`, in hex or Base64, is that of the bytes; where there is none, it is. */
export function digestFits(headers: IncomingHttpHeaders, md5: string): boolean {
  const told = headers['content-md5']
  if (typeof told !== 'string') return true
  return told.toLowerCase() === md5 || told === Buffer.from(md5, 'hex').toString('base64')
}

/** Names that cannot be the path of a file. */
export const isFileName = (name: string): boolean =>
  !/[\0-\x1f\x7f]/.test(name) &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255)
