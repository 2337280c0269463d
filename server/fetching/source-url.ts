// Addresses as people give them and as servers redirect to them: which of them may be asked at all.
import { FetchError, privateAddress } from './fetch-error.ts'
import { addressIn, mayConnectTo } from './public-address.ts'

/**
 * An address to fetch from; a name in it is checked again when it is connected to.
 * @throws {FetchError} when it is none, is not of the web, or is not public
 */
export function sourceUrl(text: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new FetchError('This is not an address.')
  const url = new URL(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchError('Only addresses that begin with http:// or https:// can be fetched.')
  const address = addressIn(url.hostname)
  if (address !== null && !mayConnectTo(address)) throw privateAddress()
  return url
}

const plain = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

/** The name and password in an address as a header, which is sent to its own server alone. */
export function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const both = Buffer.from(`${plain(username)}:${plain(password)}`).toString('base64')
  return { authorization: `Basic ${both}` }
}
