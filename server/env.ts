// The one reader of the environment: all of it is validated once, and a bad value stops the start with a line that names it.
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { flag, httpUrl, postgresUrl, secret, text, wholeNumber } from '#server/environment-values.ts'
import { hostVariables } from '#server/hosts/variables.ts'
import { Secret } from '#server/ids.ts'
import { processWide } from '#server/process-wide.ts'

const GiB = 1024 ** 3

const authSecret = z
  .string()
  .min(8, 'at least 8 characters')
  .transform((value) => new Secret(value))

/** Earlier secrets with commas between them. */
const earlierSecrets = z
  .string()
  .transform((value) => value.split(',').map((part) => part.trim()))
  .refine((list) => list.every((part) => part.length >= 8), 'secrets of at least 8 characters with commas between them')
  .transform((list) => list.map((part) => new Secret(part)))

/** Networks in CIDR form, or single addresses, with commas between them. */
const networks = z
  .string()
  .transform((value) => (value === 'none' ? [] : value.split(',').map((text) => text.trim())))
  .refine(
    (list) => list.every((text) => ipaddr.isValidCIDR(text) || ipaddr.isValid(text)),
    'networks such as 10.0.0.0/8, or none',
  )
  .transform((list) =>
    list.map((text) =>
      ipaddr.parseCIDR(ipaddr.isValidCIDR(text) ? text : `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}`),
    ),
  )

/** Where a proxy of the operator's own stands: this machine, and addresses that the internet does not route. */
const PRIVATE_NETWORKS =
  '127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16,::1/128,fc00::/7,fe80::/10'

const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'a pino level, such as info')

const schema = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: text.default('127.0.0.1'),
  EASYMIRROR_DATA_DIR: text.default('.data'),
  /** Set by the server entry when the storage is its own, mounted at `/storage`. */
  EASYMIRROR_EMBEDDED_STORAGE: flag.default(false),
  DATABASE_URL: postgresUrl.optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_PUBLIC_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'an S3 bucket name')
    .optional(),
  S3_REGION: text.default('us-east-1'),
  AWS_ACCESS_KEY_ID: text.optional(),
  AWS_SECRET_ACCESS_KEY: secret.optional(),
  S3_FORCE_PATH_STYLE: flag.optional(),
  AUTH_SECRET: authSecret.optional(),
  /** What AUTH_SECRET was before: what was sealed under them can still be opened. */
  AUTH_SECRET_PREVIOUS: earlierSecrets.optional(),
  CRON_SECRET: authSecret.optional(),
  APP_URL: httpUrl.optional(),
  /** Proxies whose `X-Forwarded-For` is believed. */
  TRUSTED_PROXIES: networks.prefault(PRIVATE_NETWORKS),
  /** Networks that files may be fetched from although they are not public. */
  FETCH_ALLOW: networks.prefault('none'),
  /** Where people report files that should not be there; shown on the page with questions. */
  ABUSE_CONTACT: z.union([z.email(), httpUrl], 'an e-mail address or a web address').optional(),
  MAX_FILE_SIZE: wholeNumber(1, 5 * 1024 * GiB).default(100 * GiB),
  MAX_FILES_PER_MIRROR: wholeNumber(1, 10_000).default(1000),
  STAGING_RETENTION_HOURS: wholeNumber(1, 24 * 365).default(24),
  LOCAL_RETENTION_DAYS: wholeNumber(0, 36_500).default(30),
  HOST_IDLE_SECONDS: wholeNumber(1, 86_400).default(60),
  HOST_REPLY_SECONDS: wholeNumber(1, 86_400).default(300),
  MIRROR_WORKER: z.enum(['on', 'off'], 'on or off').default('on'),
  /** Files that this instance sends at once. */
  WORKER_FILES: wholeNumber(1, 1_000).default(8),
  /** Uploads of this instance at once, over all files and hosts. */
  WORKER_UPLOADS: wholeNumber(1, 10_000).default(64),
  /** What the bytes that are under way may take of memory, over all files. */
  WORKER_BUFFER_MIB: wholeNumber(8, 65_536).default(128),
  DRAIN_SECONDS: wholeNumber(0, 86_400).default(10),
  LOG_LEVEL: logLevel.default('info'),

  /** A JSON file with hosts of the operator's own. */
  HOSTS_FILE: text.optional(),
  ...hostVariables,
})

export type Environment = z.infer<typeof schema>

/** Every variable that is read, in the order in which they stand above. */
export const variableNames: readonly string[] = Object.keys(schema.shape)

/** What `server/main.ts` fills in before anything else reads the environment: never unset in a running instance. */
const resolved = z.object({
  DATABASE_URL: postgresUrl,
  S3_BUCKET: text,
  AUTH_SECRET: secret,
  CRON_SECRET: secret,
})

/** The environment of a running instance, with what the embedded servers and the data folder brought. */
export type RunningEnvironment = Environment & z.infer<typeof resolved>

/** A variable that is set but not valid. `message` says what was expected and never repeats the value. */
export type EnvironmentFault = { variable: string; message: string }

const withoutEmpty = (source: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''))

const together = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const

/** Parses an environment; an empty value counts as unset. Never throws. */
export function parseEnvironment(
  source: NodeJS.ProcessEnv,
): { environment: Environment } | { faults: EnvironmentFault[] } {
  const given = withoutEmpty(source)
  const parsed = schema.safeParse(given)
  const faults: EnvironmentFault[] = (parsed.error?.issues ?? []).map((issue) => ({
    variable: issue.path.join('.'),
    message: `expected ${issue.message}`,
  }))
  const missing = together.filter((name) => given[name] === undefined)
  if (missing.length === 1 && missing[0])
    faults.push({ variable: missing[0], message: 'expected to be set together with its twin' })
  if (faults.length > 0 || !parsed.success) return { faults }
  return { environment: parsed.data }
}

/** The environment as the operator gave it, before the embedded servers add theirs. */
export const readEnvironment = () => parseEnvironment(process.env)

/** A variable that a file of the operator's names, for what should not stand in the file itself. */
export const namedVariable = (name: string): string | undefined => process.env[name]

/** The port of `npm run storage`: `PORT`, and 9000 where it is unset. */
export const storagePort = ({ PORT }: Environment): number =>
  withoutEmpty(process.env)['PORT'] === undefined ? 9000 : PORT

/**
 * Makes values part of the environment of this process, so that the application, which Next loads as modules of its own,
 * reads the same configuration as the server around it.
 */
export function publishEnvironment(values: Record<string, string>): void {
  Object.assign(process.env, values)
  held().read = undefined
}

const held = () => processWide('environment', () => ({ read: undefined as RunningEnvironment | undefined }))

/**
 * The validated environment of the running instance.
 * @throws {Error} when the process was not started by `server/main.ts`, which resolves what is unset
 */
export function env(): RunningEnvironment {
  const one = held()
  if (one.read) return one.read
  const read = readEnvironment()
  if ('faults' in read)
    throw new Error(read.faults.map(({ variable, message }) => `${variable}: ${message}`).join('\n'))
  const rest = resolved.safeParse(withoutEmpty(process.env))
  if (!rest.success) throw new Error('The environment is not complete: start EasyMirror with "npm start".')
  one.read = { ...read.environment, ...rest.data }
  return one.read
}
