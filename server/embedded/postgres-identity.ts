// Whom PostgreSQL runs as: it refuses root, so that under root it needs another user who can reach its files.
import { runCommand } from './postgres-binaries.ts'
import { StartError } from '#server/startup/start-error.ts'

/** How a program of PostgreSQL is started: as we are, as another user, or as one who may also pass through closed folders. */
export type Identity =
  | { kind: 'self' }
  | { kind: 'user'; uid: number; gid: number }
  | { kind: 'capable-user'; uid: number; gid: number; capability: Capability }

/** `dac_read_search` is the lesser one; containers often have only `dac_override`. */
const capabilities = ['dac_read_search', 'dac_override'] as const
type Capability = (typeof capabilities)[number]

export type Launch = { file: string; args: string[]; uid?: number; gid?: number }

/** The command line that starts `file` as `identity`; the process that it becomes keeps its id. */
export function launchAs(identity: Identity, file: string, args: readonly string[]): Launch {
  switch (identity.kind) {
    case 'self':
      return { file, args: [...args] }
    case 'user':
      return { file, args: [...args], uid: identity.uid, gid: identity.gid }
    case 'capable-user':
      return { file: 'setpriv', args: [...setprivFlags(identity), '--', file, ...args] }
  }
}

/**
 * `no_setuid_fixup`: PostgreSQL asks access(2) whether its own files can be run, and the kernel answers that call as if a
 * user other than root had no capability, unless this bit is set (Linux, fs/open.c, access_override_creds).
 */
const setprivFlags = ({ uid, gid, capability }: Extract<Identity, { kind: 'capable-user' }>) => [
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  '--securebits=+no_setuid_fixup',
  `--inh-caps=-all,+${capability}`,
  `--ambient-caps=-all,+${capability}`,
]

/** Users made for such a purpose, in the order of preference; initdb wants one that the system knows by name. */
const systemUsers = ['postgres', 'nobody'] as const

type Wanted = { postgres: string; folder: string; owner: number | undefined }

/**
 * Chooses the identity that can run `postgres` and reach `folder`, by trying. No folder's mode is changed.
 * @param owner the user id that the existing cluster belongs to
 * @throws {StartError} when there is none
 */
export async function chooseIdentity({ postgres, folder, owner }: Wanted): Promise<Identity> {
  const self = process.getuid?.()
  if (self !== 0) {
    if (self === undefined || owner === undefined || owner === self) return { kind: 'self' }
    throw new StartError(
      `The database in ${folder} belongs to the user with id ${owner}: start EasyMirror as that user.`,
    )
  }
  const user = await unprivilegedUser(owner)
  const candidates: Identity[] = [
    { kind: 'user', ...user },
    ...capabilities.map((capability) => ({ kind: 'capable-user', ...user, capability }) as const),
  ]
  for (const identity of candidates) if (await canReach(identity, { postgres, folder })) return identity
  throw new StartError(
    `PostgreSQL may not run as root, and the user with id ${user.uid} that it would run as cannot reach ${folder} ` +
      `and ${postgres}: start EasyMirror as another user, or keep both in folders that others may pass through.`,
  )
}

/** The shell's `test -x` asks as PostgreSQL will; `--version` proves that its libraries load too. */
async function canReach(identity: Identity, { postgres, folder }: { postgres: string; folder: string }) {
  const script = '"$0" --version && test -x "$1"'
  const { code } = await runCommand(launchAs(identity, '/bin/sh', ['-c', script, postgres, folder]))
  return code === 0
}

async function unprivilegedUser(owner: number | undefined): Promise<{ uid: number; gid: number }> {
  if (owner !== undefined && owner !== 0) return { uid: owner, gid: (await idOf('-g', String(owner))) ?? owner }
  for (const name of systemUsers) {
    const [uid, gid] = [await idOf('-u', name), await idOf('-g', name)]
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new StartError(
    'PostgreSQL may not run as root, and there is no user "postgres" or "nobody" that it could run as.',
  )
}

async function idOf(flag: '-u' | '-g', user: string): Promise<number | undefined> {
  const { code, output } = await runCommand({ file: 'id', args: [flag, user] })
  return code === 0 && /^\d+$/.test(output.trim()) ? Number(output.trim()) : undefined
}
