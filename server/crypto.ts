// Sealing what must lie in the database unreadable: AES-256-GCM under a key derived from AUTH_SECRET, which the sealed text names.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '#server/env.ts'
import type { Secret } from '#server/ids.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 6

const derive = (secret: Secret, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.reveal(), 'easymirror', purpose, bytes))

const keyFor = (secret: Secret, purpose: string): Buffer => derive(secret, purpose, 32)

/** Tells secrets apart, and tells nothing of them: no key is derived for a purpose of this name. */
const keyIdOf = (secret: Secret): string => derive(secret, 'key id', KEY_ID_BYTES).toString('base64url')

/** Seals a text for one purpose, under the AUTH_SECRET of now; it opens under the same purpose only. */
export function seal(plain: string, purpose: string): string {
  const { AUTH_SECRET: secret } = env()
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv)
  const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v2.${keyIdOf(secret)}.${sealed.toString('base64url')}`
}

/**
 * Opens what `seal` made, also under an AUTH_SECRET that stands in AUTH_SECRET_PREVIOUS by now; what is written again is
 * sealed anew by that. Null where the text was changed or its secret is in neither.
 */
export function unseal(sealed: string, purpose: string): string | null {
  const { body, secrets } = partsOf(sealed)
  for (const secret of secrets) {
    const plain = open(body, keyFor(secret, purpose))
    if (plain !== null) return plain
  }
  return null
}

/** The first version, `v1.<body>`, does not say its key, so each of them may be the one. */
function partsOf(sealed: string): { body: Buffer; secrets: Secret[] } {
  const { AUTH_SECRET, AUTH_SECRET_PREVIOUS = [] } = env()
  const all = [AUTH_SECRET, ...AUTH_SECRET_PREVIOUS]
  const [version, ...parts] = sealed.split('.')
  const [keyId] = parts
  const secrets = version === 'v1' ? all : all.filter((secret) => keyIdOf(secret) === keyId)
  const isKnown = (version === 'v1' && parts.length === 1) || (version === 'v2' && parts.length === 2)
  return { body: Buffer.from(parts.at(-1) ?? '', 'base64url'), secrets: isKnown ? secrets : [] }
}

function open(bytes: Buffer, key: Buffer): string | null {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
