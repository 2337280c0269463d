// A mirror as plain text for programs: its links, and its checksums as `sha256sum` reads them.
import type { RouterOutputs } from '#server/routers/root.ts'
import { getPublicMirror, type PublicMirror } from './public-mirror.ts'

type Mirror = RouterOutputs['mirror']['get']
type File = Mirror['files'][number]

const hidden: Record<Exclude<PublicMirror['state'], 'open'>, { status: number; words: string }> = {
  missing: { status: 404, words: 'There is no mirror at this address.' },
  locked: { status: 401, words: 'This mirror has a password: open its page and give it there.' },
  expired: { status: 410, words: 'This mirror has expired.' },
  'taken-down': { status: 410, words: 'This mirror was taken down.' },
}

/** 451 is what the law took. */
function refusalOf(found: Exclude<PublicMirror, { state: 'open' }>): { status: number; words: string } {
  if (found.state !== 'taken-down') return hidden[found.state]
  const { status, words } = hidden[found.state]
  return { status: found.kind === 'legal' ? 451 : status, words: `${words} ${found.reason}` }
}

/**
 * Answers with a text made of the mirror, or with why there is none to see.
 * @param id as it stands in the address, so perhaps no id at all
 */
export async function mirrorText(id: string, write: (mirror: Mirror) => string): Promise<Response> {
  const found = await getPublicMirror(id)
  const { status, text } =
    found.state === 'open'
      ? { status: 200, text: write(found.mirror) }
      : { status: refusalOf(found).status, text: `${refusalOf(found).words}\n` }
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      // The link is the secret of who has it, and what stands behind it changes.
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}

/**
 * The name of each file with its folder, by id, as it is on the disk of who downloads them: of two of one name in one folder the
 * second is "name (1).txt", as browsers have it.
 */
function pathsOf(files: readonly File[]): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    files.map(({ id, name, path }) => {
      const folder = path === null || path === '' ? '' : `${path.replace(/\/+$/, '')}/`
      let whole = `${folder}${name}`
      for (let copy = 1; taken.has(whole); copy++) whole = `${folder}${numbered(name, copy)}`
      taken.add(whole)
      return [id, whole]
    }),
  )
}

function numbered(name: string, copy: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${copy})${name.slice(dot)}` : `${name} (${copy})`
}

/** `sha256sum` marks a line whose name has a backslash or a line break with a backslash at its start. */
function checksumLine(digest: string, path: string): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${escaped === path ? '' : '\\'}${digest}  ${escaped}\n`
}

/** A line for each file whose digest is known. */
export function checksumsText({ files }: Mirror): string {
  const paths = pathsOf(files)
  return files.map(({ id, sha256 }) => (sha256 === null ? '' : checksumLine(sha256, paths.get(id) ?? ''))).join('')
}

const isWeb = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** Headings and addresses, one a line, so that `grep ^http` has the addresses; without those that lead nowhere any more. */
export function linksText({ name, files, links, fileLinks }: Mirror): string {
  const paths = pathsOf(files)
  const whole = links
    .filter(({ url, status, linkState }) => url !== null && isWeb(url) && !(status === 'done' && linkState === 'dead'))
    .map(({ hostName, url }) => `${heading(hostName)}\n${url}\n`)
  const byFile = Map.groupBy(
    fileLinks.filter(({ url, linkState }) => linkState !== 'dead' && isWeb(url)),
    ({ fileId }) => fileId,
  )
  const single = files.map(({ id }) => {
    const addresses = byFile.get(id)?.map(({ url }) => `${url}\n`) ?? []
    return `${heading(paths.get(id) ?? '')}\n${addresses.join('')}`
  })
  return `${[`${heading(name)}\n`, ...whole, ...single].join('\n')}`
}

/** A name that begins like an address must not be taken for one. */
const heading = (name: string): string => `# ${name}`
