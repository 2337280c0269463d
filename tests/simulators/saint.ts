// Saint, simulated as far as anything is known of it: the lolisafe protocol for videos, and signed addresses to watch them.
import { type LolisafeOptions, startLolisafe } from './lolisafe.ts'
import type { LolisafeFiles } from './lolisafe-files.ts'
import { plainFlavour, type RouteRow } from './lolisafe-flavour.ts'
import { refuse, success } from './lolisafe-replies.ts'
import { page } from './page.ts'
import { html } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Simulator } from './simulator.ts'

export type SaintOptions = LolisafeOptions & {
  /** Whether names need not be those of videos. */
  takesAnything?: boolean
}

const videos = ['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.avi', '.wmv', '.mpg', '.mpeg', '.ts', '.flv']

/** Starts Saint; `env` points `SAINT_API_URL` at it. */
export const startSaint = ({ takesAnything = false, ...options }: SaintOptions = {}): Promise<Simulator<'saint'>> =>
  startLolisafe(
    {
      ...plainFlavour,
      id: 'saint',
      title: 'Saint',
      pagePath: '/v',
      takesOnly: takesAnything ? null : videos,
      albumNameInUse: () => refuse('Album name already in use.', 403),
      routes: videoRoutes,
    },
    options,
  )

const videoRoutes = (files: LolisafeFiles, origin: string): RouteRow[] => [
  ['GET', '/embed/:slug', 'page', files.filePage],
  ['GET', '/d/:slug', 'page', downloadPage(files)],
  ['GET', '/api/sign', 'info', sign(files, origin)],
]

/** Given only to who comes from the page of the same video. */
const sign =
  (files: LolisafeFiles, origin: string): Handler =>
  ({ query, headers }) => {
    const slug = query.get('v') ?? ''
    const cameFrom = /\/(?:embed|v)\/([^/?#]+)/.exec(headers.referer ?? '')?.[1]
    if (cameFrom !== slug) return html(403, '<html><head><title>403 Forbidden</title></head></html>')
    const file = files.bySlug(slug)
    if (!file) return refuse('Video not found.', 404)
    return success({ url: `${origin}/${file.name}`, filename: file.name, original_filename: file.arrival.name })
  }

const downloadPage =
  (files: LolisafeFiles): Handler =>
  ({ params }) => {
    const file = files.bySlug(params['slug'])
    if (!file) return html(404, page('Saint', 'Video not found', []))
    const { name, size, md5 } = file.arrival
    const facts = `<p id="fileSizeBytes">${size}</p><p>MD5: ${md5}</p>`
    return html(200, page('Saint', name, [{ name, size, href: `/${file.name}` }]).replace('</body>', `${facts}</body>`))
  }
