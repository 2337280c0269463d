// What is kept of an object and of a multipart upload beside its bytes.
import type { SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumAlgorithms,
} from '#server/embedded/storage/body/checksums.ts'
import { integer, keyOf, optionalText, type Row, text } from './row.ts'

/** What the client said of the object; header names and metadata names are lower-case, values are bytes as latin1. */
export type Description = {
  headers: Record<string, string>
  metadata: Record<string, string>
  tags: Record<string, string>
}

export type Stored = Description & {
  bucket: string
  key: string
  /** Random; an object that came from a multipart upload has the upload's id. */
  version: string
  size: number
  /** Without quotes. */
  etag: string
  /** Milliseconds since 1970. */
  modified: number
  checksum: Checksum | undefined
  /** Number of parts; undefined when it was not a multipart upload. */
  parts: number | undefined
}

export type Upload = Description & {
  bucket: string
  key: string
  version: string
  initiated: number
  /** What its parts are to be checked by. */
  checksum: { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined
}

export type Part = {
  number: number
  size: number
  /** Hex; the part's ETag. */
  md5: string
  modified: number
  /** In base64, of the upload's algorithm. */
  checksum: string | undefined
}

const object = z.custom<object>((value) => typeof value === 'object' && value !== null)
const pairs = z.array(z.tuple([z.string(), z.string()]))
const kind = { algorithm: z.enum(checksumAlgorithms), type: z.enum(['FULL_OBJECT', 'COMPOSITE']) }
const checksumSchema = z.object({ ...kind, value: z.string() })
const checksumKindSchema = z.object(kind)

const json = (row: Row, column: string): unknown => JSON.parse(text(row, column))

/** Names and their texts from JSON. Zod's own record would lose one that is called `__proto__`. */
export const readTexts = (kept: string): Record<string, string> =>
  kept === '{}' ? {} : Object.fromEntries(pairs.parse(Object.entries(object.parse(JSON.parse(kept)))))

const record = (row: Row, column: string): Record<string, string> => readTexts(text(row, column))

const description = (row: Row): Description => ({
  headers: record(row, 'headers'),
  metadata: record(row, 'metadata'),
  tags: record(row, 'tags'),
})

/** A checksum as the index keeps it. */
export const readChecksum = (row: Row): Checksum | undefined =>
  optionalText(row, 'checksum') === undefined ? undefined : checksumSchema.parse(json(row, 'checksum'))

export const readStored = (row: Row): Stored => ({
  ...description(row),
  bucket: text(row, 'bucket'),
  key: keyOf(row),
  version: text(row, 'version'),
  size: integer(row, 'size'),
  etag: text(row, 'etag'),
  modified: integer(row, 'modified'),
  checksum: readChecksum(row),
  parts: row['parts'] === null ? undefined : integer(row, 'parts'),
})

export const readUpload = (row: Row): Upload => ({
  ...description(row),
  bucket: text(row, 'bucket'),
  key: keyOf(row),
  version: text(row, 'version'),
  initiated: integer(row, 'initiated'),
  checksum: optionalText(row, 'checksum') === undefined ? undefined : checksumKindSchema.parse(json(row, 'checksum')),
})

export const readPart = (row: Row): Part => ({
  number: integer(row, 'number'),
  size: integer(row, 'size'),
  md5: text(row, 'md5'),
  modified: integer(row, 'modified'),
  checksum: optionalText(row, 'checksum'),
})

/** A value as the index keeps it. */
export const toJson = (value: unknown): SQLOutputValue => (value === undefined ? null : JSON.stringify(value))
