// What of a host's reply may go to the log: a short excerpt without addresses, tags, tokens, names of files or anything that we sent as a credential.
import type { OutgoingHttpHeaders } from 'node:http'

const credentialHeaders = ['authorization', 'token', 'x-api-key', 'x-auth-token', 'cookie']

const decoded = (value: string) => Buffer.from(value, 'base64').toString('utf8').replace(/^:/, '')

/** Every form in which the credentials of these request headers could come back to us. */
export function secretsIn(headers: OutgoingHttpHeaders): string[] {
  return Object.entries(headers)
    .filter(([name]) => credentialHeaders.includes(name.toLowerCase()))
    .flatMap(([, value]) => {
      const whole = String(value)
      const [scheme = '', rest = ''] = whole.split(' ', 2)
      return scheme.toLowerCase() === 'basic' ? [whole, rest, decoded(rest)] : [whole, rest]
    })
    .filter((secret) => secret.length > 0)
}

/**
 * The first 200 characters of a reply, made harmless.
 * @param secrets what must not appear, as `secretsIn` gives it
 */
export function excerpt(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text.slice(0, 4096))
  return known
    .replace(/(?:https?:)?\\?\/\\?\/[^\s"'<>]*/gi, '[link]')
    .replace(/<[^>]*>/g, ' ')
    .replace(/("?(?:key|token|access_token|password|userhash|sess_id)"?\s*[:=]\s*)"?[^"&,\s}]+"?/gi, '$1[secret]')
    .replace(/("(?:name|filename|file_name|original|title)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi, '$1"[name]"')
    .replace(/[\w-]{24,}/g, '[…]')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
}
