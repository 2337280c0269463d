// How an export is written: CSV for spreadsheets, a row for each file at each host, and JSON for programs, an object for each mirror.
import { stringify } from 'csv-stringify/sync'
import type { ExportedMirror } from './exported-mirrors.ts'

type Format = {
  type: string
  /** The text of the file in pieces, a batch of mirrors each. */
  write(batches: AsyncIterable<readonly ExportedMirror[]>): AsyncGenerator<string, void>
}

const columns = [
  'mirror',
  'share_page',
  'uploaded_at',
  'status',
  'file',
  'folder',
  'bytes',
  'sha256',
  'md5',
  'host',
  'link',
  'verified_by',
  'link_state',
]

/** By RFC 4180, and what a spreadsheet would take for a formula begins with an apostrophe: names are anybody's. */
const toCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.length === 0 ? '' : stringify([...rows], { record_delimiter: 'windows', escape_formulas: true })

const nowhere = [null, null, null, null]

/** A file that is at no host has a row too, and so has a mirror without files. */
function rowsOf({ name, sharePage, uploadedAt, status, files }: ExportedMirror): (string | number | null)[][] {
  const mirror = [name, sharePage, uploadedAt.toISOString(), status]
  if (files.length === 0) return [[...mirror, null, null, null, null, null, ...nowhere]]
  return files.flatMap((file) => {
    const facts = [...mirror, file.name, file.path, file.size, file.sha256, file.md5]
    if (file.links.length === 0) return [[...facts, ...nowhere]]
    return file.links.map(({ hostName, url, verified, linkState }) => [...facts, hostName, url, verified, linkState])
  })
}

/** Tells spreadsheets that the text is UTF-8. */
const MARK = '\uFEFF'

export const exportFormats = {
  csv: {
    type: 'text/csv; charset=utf-8',
    async *write(batches) {
      yield MARK + toCsv([columns])
      for await (const mirrors of batches) yield toCsv(mirrors.flatMap(rowsOf))
    },
  },
  json: {
    type: 'application/json; charset=utf-8',
    async *write(batches) {
      let before = '[\n'
      for await (const mirrors of batches)
        for (const mirror of mirrors) {
          yield before + JSON.stringify(mirror)
          before = ',\n'
        }
      yield before === '[\n' ? '[]\n' : '\n]\n'
    },
  },
} satisfies Record<string, Format>

export type ExportFormat = keyof typeof exportFormats
