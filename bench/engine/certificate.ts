// A certificate for 127.0.0.1 that nobody else trusts, made by openssl, since Node reads certificates and makes none.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Identity } from '../counting-storage.ts'
import { runToEnd } from './programs.ts'

/**
 * Makes it in a folder, for an hour and more.
 * @returns what a server needs, and the file by which clients trust it
 */
export async function makeCertificate(folder: string): Promise<{ identity: Identity; authority: string }> {
  const key = join(folder, 'key.pem')
  const cert = join(folder, 'certificate.pem')
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  await runToEnd('openssl', ['req', '-x509', ...curve, ...name, '-days', '2', '-keyout', key, '-out', cert])
  return {
    identity: { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') },
    authority: cert,
  }
}
