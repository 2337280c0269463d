// The name under which a file travels to a host (rule 7 of the host fact sheet); what we show comes from our own database.

/** Limits of 255 were seen at hosts; some add to the name. In UTF-8 bytes. */
const maxBytes = 240

/** An extension longer than this is not worth keeping. In UTF-8 bytes. */
const maxExtensionBytes = 32

/** The longest prefix of `text` that fits `bytes` without cutting a character. */
function cut(text: string, bytes: number): string {
  let size = 0
  let end = 0
  for (const character of text) {
    size += Buffer.byteLength(character)
    if (size > bytes) break
    end += character.length
  }
  return text.slice(0, end)
}

/** A base name of 1 to 240 UTF-8 bytes with no control character and no slash, its extension kept. */
export function hostFileName(name: string): string {
  const plain = name.toWellFormed().replace(/[\p{Cc}/\\]/gu, '_')
  const safe = /^\.{0,2}$/.test(plain) ? `_${plain}` : plain
  if (Buffer.byteLength(safe) <= maxBytes) return safe
  const dot = safe.lastIndexOf('.')
  const extension = dot > 0 ? safe.slice(dot) : ''
  const extensionBytes = Buffer.byteLength(extension)
  if (extensionBytes > maxExtensionBytes) return cut(safe, maxBytes)
  return cut(safe.slice(0, safe.length - extension.length), maxBytes - extensionBytes) + extension
}

/** One path segment: every byte outside RFC 3986's unreserved set is percent-encoded, `!'()*` too. */
export const pathSegment = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
