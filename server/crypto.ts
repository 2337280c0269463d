// Sealing what must lie in the database unreadable: AES-256-GCM under a key derived from AUTH_SECRET.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '#server/env.ts'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

const keyFor = (purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', env().AUTH_SECRET.reveal(), 'easymirror', purpose, 32))

/** Seals a text for one purpose; it opens under the same purpose only. */
export function seal(plain: string, purpose: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv)
  const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${VERSION}.${sealed.toString('base64url')}`
}

/** Opens what `seal` made, or gives null where the text was changed or AUTH_SECRET is another one by now. */
export function unseal(sealed: string, purpose: string): string | null {
  const [version, body] = sealed.split('.')
  if (version !== VERSION || body === undefined) return null
  const bytes = Buffer.from(body, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
