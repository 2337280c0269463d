// One file of a mirror and what is known of its bytes.
import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { mirrors } from './mirrors.ts'
import { fileStatuses, oneOf } from './states.ts'

export const files = pgTable(
  'files',
  {
    id: uuid().primaryKey().defaultRandom(),
    mirrorId: uuid('mirror_id')
      .notNull()
      .references(() => mirrors.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    name: text().notNull(),
    path: text(),
    type: text().notNull().default('application/octet-stream'),
    size: bigint({ mode: 'number' }).notNull(),
    status: text({ enum: fileStatuses }).notNull().default('uploading'),
    /** The multipart upload at the object storage, for files above the single-PUT limit. */
    uploadId: text('upload_id'),
    partSize: bigint('part_size', { mode: 'number' }),
    /** The storage's ETag of the staged object: what every read must match. */
    etag: text(),
    sha256: text(),
    sha1: text(),
    md5: text(),
    blake3: text(),
    /** Where the server fetches it from, sealed since addresses carry secrets; null for files that are uploaded. */
    sealedSource: text('sealed_source'),
    /** Bytes of it that the server has fetched into staging so far. */
    fetchedBytes: bigint('fetched_bytes', { mode: 'number' }).notNull().default(0),
    /** Why fetching ended for good, in a sentence for people. */
    fetchError: text('fetch_error'),
    stagedAt: timestamp('staged_at', { withTimezone: true }),
  },
  (file) => [
    unique('files_mirror_position').on(file.mirrorId, file.position),
    index('files_uploading').on(file.mirrorId).where(sql`${file.status} in ('uploading', 'staged')`),
    check('files_name_length', sql`char_length(${file.name}) between 1 and 255`),
    check('files_path_length', sql`char_length(${file.path}) <= 4096`),
    check('files_size_positive', sql`${file.size} > 0`),
    check('files_status_known', sql`${file.status} in ${oneOf(fileStatuses)}`),
    check('files_sha256_hex', sql`${file.sha256} ~ '^[0-9a-f]{64}$'`),
    check('files_sha1_hex', sql`${file.sha1} ~ '^[0-9a-f]{40}$'`),
    check('files_md5_hex', sql`${file.md5} ~ '^[0-9a-f]{32}$'`),
    check('files_blake3_hex', sql`${file.blake3} ~ '^[0-9a-f]{64}$'`),
    check('files_staged_has_etag', sql`${file.status} <> 'staged' or ${file.etag} is not null`),
  ],
)
