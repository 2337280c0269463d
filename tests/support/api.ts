// The product's calls over real HTTP, on a database and a storage of their own, without pages and without a worker: what is
// queued stays queued, so that a test decides what becomes of it.
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import { closeDatabase, database } from '#db/connection.ts'
import * as unlock from '#app/mirror/[id]/unlock/route.ts'
import * as download from '#app/mirror/[id]/files/[fileId]/route.ts'
import * as accountExport from '#app/api/account/export/route.ts'
import * as historyExport from '#app/api/history/export/route.ts'
import * as health from '#app/api/health-check/route.ts'
import * as trpc from '#app/api/trpc/[trpc]/route.ts'
import { issueSession } from '#server/auth/session.ts'
import { sessionCookie } from '#server/auth/session-token.ts'
import { publishEnvironment } from '#server/env.ts'
import type { UserId } from '#server/ids.ts'
import { queue } from '#server/jobs/queue.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { createGuest } from '#server/queries/users.ts'
import type { AppRouter } from '#server/routers/root.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import { keys, type RunningStorage, runStorage } from '#tests/storage/running-storage.ts'
import { whenFileEnds } from './cleanup.ts'
import { createDatabase } from './database.ts'
import { serveRoutes } from './web-server.ts'

export type Client = ReturnType<typeof clientOf>

/** Somebody with a session, or nobody. */
export type Person = {
  call: Client
  /** The `Cookie` header; empty for nobody. */
  cookie: string
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export type Guest = Person & { id: UserId }

export type Api = {
  /** No slash at the end. */
  url: string
  storage: RunningStorage
  nobody: Person
  /** Whoever has this `Cookie` header. */
  person(cookie: string): Person
  /** Makes a user without a name, with a session. */
  guest(): Promise<Guest>
}

const bucket = 'staging'

/** Hosts that are ready, as far as anybody can tell who sends them nothing. */
const hosts = {
  PIXELDRAIN_API_KEY: 'a key',
  PIXELDRAIN_API_URL: 'http://127.0.0.1:9/api',
  GOFILE_API_URL: 'http://127.0.0.1:9',
}

/** Starts all of it; it ends with the test file. */
export async function openApi(environment: Record<string, string> = {}): Promise<Api> {
  const [databaseUrl, storage] = await Promise.all([createDatabase(), runStorage()])
  publishEnvironment({
    DATABASE_URL: databaseUrl,
    S3_BUCKET: bucket,
    S3_ENDPOINT: storage.url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AUTH_SECRET: 'a secret of the tests',
    CRON_SECRET: 'another secret of the tests',
    MIRROR_WORKER: 'off',
    ...hosts,
    ...environment,
  })
  await ensureBucket()
  whenFileEnds(async () => {
    await lifecycle().stop()
    await (await queue()).stop({ graceful: false })
    await closeDatabase()
  })
  const url = await serveRoutes(routeOf)
  const person = (cookie: string): Person => ({
    call: clientOf(url, cookie),
    cookie,
    fetch: (path, init) => {
      const headers = new Headers(init?.headers)
      headers.set('cookie', cookie)
      return fetch(`${url}${path}`, { redirect: 'manual', ...init, headers })
    },
  })
  const guest = async () => {
    const id = await createGuest(database())
    const [cookie = ''] = sessionCookie(await issueSession({ user: id, generation: 0 }), false).split(';')
    return { id, ...person(cookie) }
  }
  return { url, storage, nobody: person(''), person, guest }
}

/** The same handlers at the same addresses as Next has them. */
function routeOf({ url }: Request) {
  const { pathname } = new URL(url)
  if (pathname.startsWith('/api/trpc/'))
    return (request: Request) => (request.method === 'GET' ? trpc.GET : trpc.POST)(request)
  if (pathname === '/api/account/export') return (request: Request) => accountExport.GET(request)
  if (pathname === '/api/health-check') return () => health.GET()
  const [, locked] = /^\/mirror\/([^/]+)\/unlock$/.exec(pathname) ?? []
  if (locked !== undefined)
    return (request: Request) => unlock.POST(request, { params: Promise.resolve({ id: locked }) })
  if (pathname === '/api/history/export')
    return (request: Request) => (request.method === 'GET' ? historyExport.GET : historyExport.POST)(request)
  const [, id, fileId] = /^\/mirror\/([^/]+)\/files\/([^/]+)$/.exec(pathname) ?? []
  if (id === undefined || fileId === undefined) return undefined
  return (request: Request) => download.GET(request, { params: Promise.resolve({ id, fileId }) })
}

const clientOf = (url: string, cookie: string) =>
  createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers: { cookie } })],
  })
