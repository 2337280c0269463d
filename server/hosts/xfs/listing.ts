// Looks for a lost copy at a site of the XFileSharing family: `GET /file/list`, page by page.
import { z } from 'zod'
import { hostFileName, pathSegment } from '#server/hosts/file-name.ts'
import type { Call, FindInput, Stored } from '#server/hosts/host.ts'
import { moment, remoteId } from '#server/hosts/taken.ts'
import { read } from './api.ts'
import { linkBase, settledSize, type XfsConfig } from './files.ts'

const listing = z.object({
  result: z.union([z.array(z.unknown()), z.object({ files: z.array(z.unknown()) }).transform(({ files }) => files)]),
  server_time: moment.nullish().catch(null),
})
const listed = z
  .object({
    file_code: remoteId.nullish(),
    filecode: remoteId.nullish(),
    name: z.string(),
    uploaded: moment.nullish().catch(null),
  })
  .transform(({ file_code, filecode, ...rest }, context) => {
    const code = file_code ?? filecode
    if (code) return { ...rest, code }
    context.addIssue({ code: 'custom', message: 'no code' })
    return z.NEVER
  })

/** No account is read further than this, in pages. */
const mostPages = 20

/** Sites may cut their times to whole minutes, in milliseconds. */
const clockSlack = 60_000

/** In forms, names carry `"` as browsers write it; some sites keep it so. */
const isNamed = (told: string, name: string) => told === name || told === name.replaceAll('"', '%22')

type Page = { codes: string[]; ours: string[] }

/**
 * One page of the account's files. Times are the site's own, of no zone that is told, so that ages are compared: the reply says
 * what time it is there.
 */
async function readPage(
  config: XfsConfig,
  file: FindInput,
  asking: { number: number; signal: AbortSignal },
): Promise<Page> {
  const query = { fld_id: '0', page: String(asking.number) }
  const { result, server_time: now } = await read(config, { path: '/file/list', query, signal: asking.signal }, listing)
  const entries = result.map((entry) => listed.safeParse(entry).data).filter((entry) => entry !== undefined)
  const mostAge = Date.now() - file.since.getTime() + clockSlack
  const isRecent = (uploaded: Date | null | undefined) =>
    !uploaded || !now || now.getTime() - uploaded.getTime() <= mostAge
  const name = hostFileName(file.name)
  const ours = entries.filter((entry) => isNamed(entry.name, name) && isRecent(entry.uploaded))
  return { codes: entries.map(({ code }) => code), ours: ours.map(({ code }) => code) }
}

/** Looks through the account's files for one of this name and size that an attempt since then left. */
export async function findFile(config: XfsConfig, file: FindInput, call: Call): Promise<Stored | null> {
  const seen = new Set<string>()
  for (let number = 1; number <= mostPages; number += 1) {
    const { codes, ours } = await readPage(config, file, { number, signal: call.signal })
    for (const code of ours) {
      if (seen.has(code)) continue
      const size = await settledSize(config, code, call)
      if (size === file.size)
        return { id: code, url: `${linkBase(config, null)}/${pathSegment(code)}`, size, digests: {} }
    }
    if (codes.every((code) => seen.has(code))) break
    for (const code of codes) seen.add(code)
  }
  return null
}
