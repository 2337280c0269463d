// The five checksums that S3 knows, computed as bytes pass.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createCRC32, createCRC64 } from 'hash-wasm'

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** A checksum of whole objects, or one of the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

/** A checksum as S3 writes it: base64, with `-<parts>` behind it when it is of the parts. */
export type Checksum = { algorithm: ChecksumAlgorithm; type: ChecksumType; value: string }

/** Bytes of a checksum. */
export const checksumBytes: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
}

/** The header that carries a checksum of that algorithm. */
export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`

/** The algorithm of that name in any case; undefined when there is none. */
export const parseAlgorithm = (name: string): ChecksumAlgorithm | undefined =>
  checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase())

export type Hasher = { update(bytes: Uint8Array): void; digest(): Buffer }

function nodeHasher(name: 'sha1' | 'sha256'): Hasher {
  const hash = createHash(name)
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}

function crc32Hasher(): Hasher {
  let crc = 0
  return {
    update(bytes) {
      crc = crc32(bytes, crc)
    },
    digest() {
      const value = Buffer.alloc(4)
      value.writeUInt32BE(crc)
      return value
    },
  }
}

// Reflected polynomials: Castagnoli's of RFC 3720, and the NVM Express command set's 64-bit one.
async function wasmHasher(algorithm: 'CRC32C' | 'CRC64NVME'): Promise<Hasher> {
  const hash = await (algorithm === 'CRC32C' ? createCRC32(0x82f63b78) : createCRC64('9a6c9329ac4bc9b5'))
  hash.init()
  return { update: (bytes) => void hash.update(bytes), digest: () => Buffer.from(hash.digest('hex'), 'hex') }
}

/** Begins a checksum; its digest is the big-endian bytes that S3 writes as base64. */
export async function openChecksum(algorithm: ChecksumAlgorithm): Promise<Hasher> {
  switch (algorithm) {
    case 'CRC32':
      return crc32Hasher()
    case 'CRC32C':
    case 'CRC64NVME':
      return wasmHasher(algorithm)
    case 'SHA1':
      return nodeHasher('sha1')
    case 'SHA256':
      return nodeHasher('sha256')
  }
}
