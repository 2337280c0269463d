// A million mirrors of one user, each with a file and a copy of it at a host, made in under a minute.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { searchTextOf } from '#server/queries/search-text.ts'

export const MIRRORS = 1_000_000

const first = [
  'summer',
  'winter',
  'annual',
  'weekly',
  'final',
  'rough',
  'public',
  'signed',
  'spare',
  'blue',
  'old',
  'lost',
]
const second = [
  'holiday',
  'report',
  'concert',
  'invoice',
  'lecture',
  'backup',
  'garden',
  'wedding',
  'survey',
  'album',
  'draft',
]

/** Words by how many of the million mirrors have them; the numbers are primes, so that they fall anywhere. */
export const words = {
  many: 'photos',
  tenth: 'scan',
  hundredth: 'märz',
  thousandth: 'マラソン',
  few: 'zeppelin',
  none: 'quokka',
}

function nameOf(n: number): string {
  const parts = [first[n % first.length], second[n % second.length], String(n)]
  if (n % 2 === 0) parts.push(words.many)
  if (n % 11 === 0) parts.push(words.tenth)
  if (n % 101 === 0) parts.push(words.hundredth)
  if (n % 1009 === 0) parts.push(words.thousandth)
  if (n % 250_007 === 0) parts.push(words.few)
  return parts.join(' ')
}

const fileOf = (mirror: string): string => `${mirror}.zip`

/** 16 are under way, one in a hundred has failed in part. */
const statusOf = (n: number): string => (n % 62_501 === 0 ? 'mirroring' : n % 100 === 1 ? 'partial' : 'done')

const IN_ONE_PIECE = 2_000

/** Pieces of many rows, with the search text that the product writes. */
function* rowsOf(owner: string): Generator<string> {
  let piece = ''
  for (let n = MIRRORS; n > 0; n--) {
    const name = nameOf(n)
    const at = new Date(Date.UTC(2026, 0, 1) - n * 30_000).toISOString()
    piece += `${[owner, name, searchTextOf(name, [fileOf(name)]), statusOf(n), at, at, '42000'].join('\t')}\n`
    if (n % IN_ONE_PIECE !== 1) continue
    yield piece
    piece = ''
  }
}

/**
 * Fills the tables of a migrated database and gives the user's id. `sql` is one connection of the superuser's, who may leave the
 * foreign keys unchecked; indexes are made anew after it.
 */
export async function fillDatabase(sql: postgres.Sql): Promise<string> {
  await sql`set session_replication_role = replica`
  const [user] = await sql`insert into users default values returning id`
  const owner = String(user?.['id'])
  const indexes = await sql`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('mirrors', 'files', 'transfers') and indexdef not like 'CREATE UNIQUE%'`
  for (const { name } of indexes) await sql`drop index ${sql(String(name))}`
  const columns = 'owner_id, name, search_text, status, uploaded_at, started_at, duration_ms'
  await pipeline(Readable.from(rowsOf(owner)), await sql`copy mirrors (${sql.unsafe(columns)}) from stdin`.writable())
  await sql`
    insert into files (mirror_id, position, name, size, status, staged_at)
    select id, 0, name || '.zip', 1000000, 'released', uploaded_at from mirrors`
  await sql`
    insert into transfers (mirror_id, file_id, host, status, url, host_file_id, verified, finished_at, checked_at)
    select mirror_id, id, 'gofile', 'done', 'https://gofile.example/' || id, id, 'size', staged_at, staged_at from files`
  for (const { definition } of indexes) await sql.unsafe(String(definition))
  await sql`vacuum analyze`
  return owner
}
