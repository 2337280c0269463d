// The CRC of joined bytes from the CRCs of the two halves, so that a multipart upload's checksum needs no second reading.
import { type ChecksumAlgorithm, checksumBytes } from './checksums.ts'

// Reflected polynomials, as in `checksums.ts`, and the IEEE 802.3 one.
const polynomials: Partial<Record<ChecksumAlgorithm, bigint>> = {
  CRC32: 0xedb88320n,
  CRC32C: 0x82f63b78n,
  CRC64NVME: 0x9a6c9329ac4bc9b5n,
}

type Matrix = bigint[]

function times(matrix: Matrix, vector: bigint): bigint {
  let sum = 0n
  let rest = vector
  for (let row = 0; rest !== 0n; row += 1, rest >>= 1n) if (rest & 1n) sum ^= matrix[row] ?? 0n
  return sum
}

const square = (matrix: Matrix): Matrix => matrix.map((row) => times(matrix, row))

// The operator that feeds one zero bit, squared three times: one zero byte.
function zeroByte(polynomial: bigint, bits: number): Matrix {
  const one = Array.from({ length: bits }, (_, row) => (row === 0 ? polynomial : 1n << BigInt(row - 1)))
  return square(square(square(one)))
}

/**
 * The CRC of `first` followed by `second`, as zlib's `crc32_combine` finds it.
 * @param first big-endian bytes
 * @param second big-endian bytes
 * @param secondLength bytes of what `second` is the CRC of
 * @throws {Error} for an algorithm that cannot be combined
 */
export function combineCrc(
  algorithm: ChecksumAlgorithm,
  [first, second]: readonly [Buffer, Buffer],
  secondLength: number,
): Buffer {
  const polynomial = polynomials[algorithm]
  if (polynomial === undefined) throw new Error(`${algorithm} is no CRC.`)
  const bytes = checksumBytes[algorithm]
  let crc = BigInt(`0x${first.toString('hex')}`)
  let operator = zeroByte(polynomial, bytes * 8)
  for (let left = secondLength; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) crc = times(operator, crc)
    operator = square(operator)
  }
  const combined = crc ^ BigInt(`0x${second.toString('hex')}`)
  return Buffer.from(combined.toString(16).padStart(bytes * 2, '0'), 'hex')
}
