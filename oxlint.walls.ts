// Who may import whom, as one table; `oxlint.config.ts` makes rules of it, and `tests/lint/walls.test.ts` proves that each holds.

export type Wall = {
  /** A folder, or one file whose own rule replaces that of its folder. */
  place: string
  /** Files and folders (with a slash at the end) of this project; its own folder always counts. */
  mayImport: readonly string[]
  /** Those of which it may import types alone. */
  typesOf?: readonly string[]
  /** Packages, as regular expressions, that only others may use. */
  without?: readonly Package[]
}

type Package = { pattern: string; instead: string }

const react: Package = {
  pattern:
    '^(react|react-dom|next-themes|next-intl|lucide-react|@base-ui/react|@uppy/.*|@trpc/react-query|@tanstack/react-query)(/|$)',
  instead: 'The server knows nothing of React: what is seen is made in app/ and components/.',
}
const next: Package = {
  pattern: '^next(/|$)',
  instead: 'Next is the business of app/ and server/startup/application.ts.',
}
const database: Package = {
  pattern: '^(postgres|drizzle-orm)(/|$)',
  instead: 'The database is spoken to in server/queries/ and db/ alone.',
}
const queue: Package = { pattern: '^pg-boss(/|$)', instead: 'The queue library is used once, in server/jobs/queue.ts.' }
const s3: Package = { pattern: '^@aws-sdk/', instead: 'Object storage is spoken to in server/storage/ alone.' }
const limits: Package = {
  pattern: '^(rate-limiter-flexible|@node-rs/argon2)(/|$)',
  instead: 'Passwords and limits are the business of server/auth/ alone.',
}
const log: Package = { pattern: '^pino(/|$)', instead: 'The one log is server/log.ts.' }
const metrics: Package = {
  pattern: '^prom-client(/|$)',
  instead: 'What is counted is named in server/metrics.ts alone.',
}
const machine: Package = { pattern: '^node:', instead: 'Components run in a browser.' }
const server = [react, next, queue, s3, log, metrics]

/** What any part of the server may lean on. */
const ground = [
  'server/base-url.ts',
  'server/client-address.ts',
  'server/crypto.ts',
  'server/env.ts',
  'server/environment-values.ts',
  'server/errors.ts',
  'server/ids.ts',
  'server/lifecycle.ts',
  'server/log.ts',
  'server/metrics.ts',
  'server/operator.ts',
  'server/page-status.ts',
  'server/process-wide.ts',
  'server/request-id.ts',
]
/** What an adapter is, and what it throws. */
const adapter = ['server/hosts/host.ts', 'server/hosts/errors.ts']

/** The line of those that have none of their own: files of the server itself, and a folder that is new in it. */
export const rest = 'server'

/** The deeper place stands after the one that it is in. */
export const walls: readonly Wall[] = [
  { place: 'app', mayImport: ['components/', 'server/'], without: [database, queue, s3, log] },
  { place: 'components', mayImport: [], typesOf: ['server/'], without: [database, queue, s3, log, machine] },
  { place: 'db', mayImport: ['server/env.ts', 'server/ids.ts', 'server/process-wide.ts'], without: server },
  { place: rest, mayImport: [...ground, 'server/startup/'], without: [react, next, database, s3] },
  { place: 'server/env.ts', mayImport: [...ground, 'server/hosts/variables.ts'], without: [...server, database] },
  // What browsers are told of at once: a notice of the database, and the row that it is about.
  { place: 'server/changes.ts', mayImport: [...ground, 'db/', 'server/queries/system/'], without: server },
  { place: 'server/auth', mayImport: [...ground, 'db/', 'server/queries/'], without: server },
  {
    place: 'server/trpc',
    mayImport: [...ground, 'db/', 'server/auth/', 'server/queries/', '!server/queries/system/'],
    without: [...server, database],
  },
  {
    place: 'server/routers',
    mayImport: [
      ...ground,
      ...adapter,
      'db/',
      'server/trpc/',
      'server/queries/',
      '!server/queries/system/',
      'server/storage/',
      'server/changes.ts',
      'server/auth/',
      'server/jobs/queue.ts',
      'server/jobs/delete-mirror.ts',
      'server/jobs/delete-now.ts',
      'server/jobs/end-mirror.ts',
      'server/hosts/registry.ts',
      'server/fetching/probes.ts',
    ],
    without: [...server, database, limits],
  },
  // What pages show is read through the same calls that programs make.
  {
    place: 'server/pages',
    mayImport: [
      ...ground,
      'db/',
      'server/auth/',
      'server/jobs/queue-health.ts',
      'server/jobs/run-request.ts',
      'server/queries/',
      '!server/queries/system/',
      'server/routers/root.ts',
      'server/storage/',
      'server/trpc/',
    ],
    without: [react, database, queue, s3, log, metrics],
  },
  { place: 'server/queries', mayImport: [...ground, 'db/'], without: server },
  { place: 'server/storage', mayImport: ground, without: [react, next, queue, database, log, metrics] },
  {
    place: 'server/mirroring',
    mayImport: [...ground, ...adapter, 'db/', 'server/storage/', 'server/queries/system/'],
    without: [...server, database],
  },
  {
    place: 'server/fetching',
    mayImport: [...ground, 'db/', 'server/storage/', 'server/queries/system/'],
    without: [...server, database],
  },
  // An adapter knows neither the database nor the environment, and does not log.
  {
    place: 'server/hosts',
    mayImport: ['server/environment-values.ts', 'server/errors.ts', 'server/ids.ts'],
    without: [...server, database],
  },
  {
    place: 'server/hosts/registry.ts',
    mayImport: ['server/hosts/', 'server/ids.ts', 'server/env.ts', 'server/process-wide.ts', 'server/storage/'],
    without: [...server, database],
  },
  {
    place: 'server/jobs',
    mayImport: [
      ...ground,
      ...adapter,
      'db/',
      'server/hosts/registry.ts',
      'server/fetching/',
      'server/mirroring/',
      'server/queries/system/',
      'server/storage/',
    ],
    without: [react, next, s3, log, metrics],
  },
  { place: 'server/embedded', mayImport: [...ground, 'server/startup/start-error.ts'], without: server },
  {
    place: 'server/startup',
    mayImport: ['db/', 'server/', '!server/routers/', '!server/trpc/'],
    without: [react, queue, s3, log, metrics],
  },
]
