// Typed reading of SQLite rows: a column that is not what the schema says is a fault of ours and throws.
import type { SQLOutputValue } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>

export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`The column ${column} is not a text.`)
  return value
}

export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column)
}

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`The column ${column} is not a number.`)
  return value
}

/** Keys are kept as the bytes of their UTF-8. */
export function keyOf(row: Row): string {
  const value = row['key']
  if (!(value instanceof Uint8Array)) throw new TypeError('The column key is not a blob.')
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8')
}

/** The form in which a key is given to SQLite. */
export const keyBytes = (key: string): Buffer => Buffer.from(key, 'utf8')
