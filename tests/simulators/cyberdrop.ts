// Cyberdrop, simulated: the lolisafe protocol with bare answers to uploads, and a public info of each file.
import { type LolisafeOptions, startLolisafe } from './lolisafe.ts'
import type { LolisafeFile, LolisafeFiles } from './lolisafe-files.ts'
import { plainFlavour, type RouteRow } from './lolisafe-flavour.ts'
import { refuse } from './lolisafe-replies.ts'
import { json } from './reply.ts'
import type { Simulator } from './simulator.ts'

export type CyberdropOptions = LolisafeOptions

/** Starts Cyberdrop; `env` points `CYBERDROP_API_URL` at it. Names and links are all that it tells of an upload. */
export const startCyberdrop = (options: CyberdropOptions = {}): Promise<Simulator<'cyberdrop'>> =>
  startLolisafe(
    {
      ...plainFlavour,
      id: 'cyberdrop',
      title: 'Cyberdrop',
      // 95 MB for the file, and some for the form around it.
      requestLimit: 95_000_000 + 16_384,
      uploaded: ({ name, arrival }) => ({ name, url: arrival.url }),
      listed: listedFile,
      simpleIdentifiers: true,
      albumNameInUse: () => refuse('There is already an album with that name.'),
      routes: infoRoutes,
      // Sizes are told here only; digests nowhere.
      faultDefaults: { 'wrong-size': 'info' },
    },
    options,
  )

const listedFile = ({ id, name, slug, albumId, expires, arrival }: LolisafeFile) => ({
  id,
  name,
  size: arrival.size,
  slug,
  image: `/${name}`,
  thumb: '',
  albumid: albumId,
  extname: /\.[^.]*$/.exec(name)?.[0] ?? '',
  expirydate: expires,
})

const infoRoutes = (files: LolisafeFiles, origin: string): RouteRow[] => [
  [
    'GET',
    '/api/file/info/:slug',
    'info',
    ({ params }) => {
      const file = files.bySlug(params['slug'])
      if (!file) return json(404, { message: 'File not found' })
      const { type, slug, arrival } = file
      return json(200, {
        name: arrival.name,
        type,
        size: arrival.size,
        slug,
        auth_url: `${origin}/api/file/auth/${slug}`,
      })
    },
  ],
  [
    'GET',
    '/api/file/auth/:slug',
    'info',
    ({ params }) => {
      const file = files.bySlug(params['slug'])
      return file ? json(200, { url: `${origin}/${file.name}` }) : json(404, { message: 'File not found' })
    },
  ],
]
