// VikingFile, simulated: presigned addresses for parts, a commit that makes the file, errors by name inside 200.
import { randomUUID } from 'node:crypto'
import { page } from './page.ts'
import { html, json } from './reply.ts'
import { type Handler, route } from './routes.ts'
import { type Ground, type HostModel, startServer } from './server.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { VikingFiles } from './vikingfile-files.ts'
import { VikingUploads } from './vikingfile-uploads.ts'

export type VikingfileOptions = SimulatorOptions & {
  /** The account that the host knows; it is put into `env`. Default: none, so that uploads are anonymous. */
  userHash?: string
  /** Bytes of a part; the documentation and the live host differ, so what the reply says holds. Default 100 MiB. */
  partSize?: number
  /** How long the addresses of parts hold. Default 3600. */
  addressSeconds?: number
  /** In bytes; VikingFile has none. */
  maxFileSize?: number
  /** Files on one page of the account's list. Default 100. */
  listPageSize?: number
  /** What public pages do: show the file, ask for a captcha whatever there is, or lead to a sister's address first. */
  pages?: 'plain' | 'captcha' | 'redirect'
}

/** Starts VikingFile; `env` points `VIKINGFILE_API_URL` at it, and parts go to the same origin. */
export const startVikingfile = (options: VikingfileOptions = {}): Promise<Simulator<'vikingfile'>> =>
  startServer((ground) => modelOf(ground, options), options)

function modelOf(ground: Ground, options: VikingfileOptions): HostModel<'vikingfile'> {
  const { userHash, listPageSize = 100, pages = 'plain' } = options
  const files = new VikingFiles({ ground, userHash, listPageSize })
  const uploads = new VikingUploads({
    ground,
    files,
    partSize: options.partSize ?? 104_857_600,
    addressSeconds: options.addressSeconds ?? 3600,
    maxFileSize: options.maxFileSize ?? Number.POSITIVE_INFINITY,
    secret: randomUUID(),
  })
  return {
    id: 'vikingfile',
    env: {
      VIKINGFILE_API_URL: `${ground.origin}/api`,
      ...(userHash === undefined ? {} : { VIKINGFILE_USER_HASH: userHash }),
    },
    routes: [
      route('POST', '/api/get-upload-url', 'node', uploads.begin),
      route('PUT', '/parts/:key', 'chunk', uploads.putPart),
      route('POST', '/api/complete-upload', 'finish', uploads.complete),
      route('GET', '/api/get-server', 'node', () => json(200, { server: `${ground.origin}/upload` })),
      route('POST', '/upload', 'upload', uploads.putWhole),
      route('POST', '/api/check-file', 'info', files.check),
      route('POST', '/api/delete-file', 'delete', files.remove),
      route('POST', '/api/rename-file', 'group', files.rename),
      route('POST', '/api/list-files', 'files', files.list),
      route('GET', '/f/:hash', 'page', pageOf(files, pages)),
      route('GET', '/sister/f/:hash', 'page', pageOf(files, 'plain')),
      route('GET', '/download/:hash', 'download', files.download),
    ],
    // Parts go to object storage, which has no errors inside 200.
    faultDefaults: { 'error-in-200': 'finish', 'no-reply': 'finish' },
    refusal: vikingStatus,
    softError: () => json(200, { error: 'Server is busy, try again later' }),
    // `hash` is what the file is called, and no digest of it.
    replyKeys: { id: ['hash', 'url'], digest: [] },
    groups: () => files.groups(),
    reset() {
      files.clear()
      uploads.clear()
    },
  }
}

const vikingStatus = (status: number) =>
  status < 500
    ? json(status, { error: `Refused with ${status}` })
    : html(status, `<html><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`)

const pageOf =
  (files: VikingFiles, pages: NonNullable<VikingfileOptions['pages']>): Handler =>
  ({ params }) => {
    const hash = params['hash'] ?? ''
    if (pages === 'captcha') return html(200, page('VikingFile', 'Prove that you are human', []))
    if (pages === 'redirect') return html(302, '', { location: `/sister/f/${hash}` })
    const arrival = files.find(hash)?.arrival
    if (!arrival) return html(404, page('VikingFile', 'File not found', []))
    return html(
      200,
      page('VikingFile', arrival.name, [{ name: arrival.name, size: arrival.size, href: `/download/${hash}` }]),
    )
  }
