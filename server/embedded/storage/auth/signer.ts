// The signatures a request would have, computed by AWS's own signer from what was received.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { getSigningKey, SignatureV4Base } from '@smithy/signature-v4'
import type { Query } from '#server/embedded/storage/request/target.ts'
import type { Secret } from '#server/ids.ts'
import { Sha256 } from './sha256.ts'

export type Keys = { accessKeyId: string; secretAccessKey: Secret; region: string }

/** Everything of a request that a signature covers. */
export type Signable = {
  method: string
  path: string
  query: Query
  /** Only the signed headers. */
  headers: Record<string, string>
  payloadHash: string
}

/** When and for what a request was signed: `date` is `YYYYMMDDTHHMMSSZ`, `scope` is `YYYYMMDD/region/s3/aws4_request`. */
export type Signing = { date: string; scope: string; key: Uint8Array }

/** AWS's signer with its canonical form open: it can only sign, and we compare. */
export class Signer extends SignatureV4Base {
  readonly #keys: Keys

  constructor(keys: Keys) {
    super({
      service: 's3',
      region: keys.region,
      credentials: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey.reveal() },
      sha256: Sha256,
      uriEscapePath: false,
    })
    this.#keys = keys
  }

  /** The key and scope for requests signed at that time (`YYYYMMDDTHHMMSSZ`). */
  async signing(date: string): Promise<Signing> {
    const { accessKeyId, secretAccessKey, region } = this.#keys
    const day = date.slice(0, 8)
    const credentials = { accessKeyId, secretAccessKey: secretAccessKey.reveal() }
    const key = await getSigningKey(Sha256, credentials, day, region, 's3')
    return { date, scope: `${day}/${region}/s3/aws4_request`, key }
  }

  /** The signature, in hex, that this request would have. */
  async signature(signable: Signable, { date, scope, key }: Signing): Promise<string> {
    const query = Object.fromEntries(
      [...signable.query].map(([name, values]): [string, string[]] => [name, [...values]]),
    )
    const request = {
      method: signable.method,
      protocol: 'http:',
      hostname: '',
      path: signable.path,
      headers: signable.headers,
      query,
    }
    const canonical = this.createCanonicalRequest(request, signable.headers, signable.payloadHash)
    return hmac(key, await this.createStringToSign(date, scope, canonical, 'AWS4-HMAC-SHA256'))
  }
}

/** HMAC-SHA256 in hex. */
export const hmac = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('hex')

/** Compares two signatures in a time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
