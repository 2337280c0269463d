// What a host is to the engine: facts as data, one `upload`, and optional abilities whose presence is the flag.
import type { HostId, Secret } from '#server/ids.ts'

/** Digests that hosts report and we can compare; lower-case hex everywhere. */
export type DigestName = 'sha256' | 'sha1' | 'md5' | 'blake3'
export type Digests = Partial<Record<DigestName, string>>

/** One file on its way to one host. The bytes can be taken once: only the engine can open another source. */
export type Source = {
  readonly fileId: string
  readonly mirrorId: string
  readonly name: string
  /** Exact size in bytes, at least 1. */
  readonly size: number
  /** MIME type as the browser gave it, or `application/octet-stream`. */
  readonly type: string
  /**
   * The bytes, exactly `size - from` of them, or an error thrown in the middle; never a quiet early end.
   * @param from how many bytes to leave out, for an upload that goes on where an earlier attempt stood; 0
   * @throws {Error} on a second call
   */
  take(from?: number): AsyncIterable<Uint8Array>
}

/** A small durable memory of a host account (a guest token, say): encrypted at rest, shared by all instances. */
export type HostMemory = {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
  /**
   * Gets `key`, or makes it with `create` under a lock that all instances share, so that it is made once.
   * A value equal to `stale` counts as missing, so that a token which the host refused is replaced once, not by everyone.
   */
  getOrCreate(key: string, create: () => Promise<string>, stale?: string): Promise<string>
}

/** What surrounds each call to a host. */
export type Call = {
  /** Aborted when the transfer is cancelled or the process stops. */
  signal: AbortSignal
  memory: HostMemory
}

/** The album, folder or list that holds a mirror's files at a host. Kept in `host_links`. */
export type Group = {
  id: string
  /** Public address of the group, or null while the host has not given one. */
  url: string | null
  /** What else the adapter needs to come back to it. */
  extra?: Record<string, string>
}

/** A file that a host has taken, in a reply whose shape was validated. */
export type Stored = {
  /** The host's id of the file. */
  id: string
  /** Public address of the file; absolute, or site-relative (`/…`) for what this product serves itself. */
  url: string
  /** Size in bytes by the host's own word, or null when it does not say. */
  size: number | null
  /** Digests by the host's own word, lower-case hex. */
  digests: Digests
  /** The address of the group, when only the upload's reply tells it. */
  groupUrl?: string
  extra?: Record<string, string>
}

/** What an upload in parts leaves for the next attempt at the same transfer: sealed, and forgotten once it is over. */
export type ResumeNote = {
  /** What the last attempt saved, or null. */
  load(): Promise<string | null>
  /** Durable when it resolves; null forgets it. */
  save(note: string | null): Promise<void>
}

export type GroupedCall = Call & {
  /** Made before the first upload; null for hosts whose grouping is not `before`. */
  group: Group | null
}

export type UploadCall = GroupedCall & { resume: ResumeNote }

/** Files are put into a group that exists first (albums, folders). */
export type GroupBefore = {
  when: 'before'
  /**
   * Makes the group. `mark` is unique to this mirror and host and should be part of the visible name where names must be
   * unique, so that `find` can tell our own group after a lost reply.
   */
  create(name: GroupName, call: Call): Promise<Group>
  /** Looks for a group that an earlier `create` made although its reply was lost. */
  find?(name: GroupName, call: Call): Promise<Group | null>
  /** Takes the group away once its files are deleted; resolves also when it is gone already. */
  remove?(group: Group, call: Call): Promise<void>
}

/** The group is made from files that are there already (lists). Only called with two files or more. */
export type GroupAfter = {
  when: 'after'
  /** Makes the list, or changes `group` so that it holds exactly `files`, in order. */
  save(input: { group: Group | null; name: GroupName; files: StoredFile[] }, call: Call): Promise<Group>
  /** Looks for a list that an earlier `save` made although its reply was lost. */
  find?(name: GroupName, call: Call): Promise<Group | null>
  /** Takes the list away once its files are deleted; resolves also when it is gone already. */
  remove?(group: Group, call: Call): Promise<void>
}

export type GroupName = {
  /** The mirror's name as its owner gave it, or a readable stand-in. */
  title: string
  /** Short and unique to this mirror, of `[0-9a-f]`. */
  mark: string
}

export type StoredFile = { id: string; name: string; extra?: Record<string, string> }

export type HostLimits = {
  /** Largest file in bytes, or null where the host names no limit. */
  maxFileSize: number | null
  /** Uploads at once to this host, over all mirrors of one instance. */
  concurrency: number
}

export type LinkState = 'alive' | 'dead' | 'unknown'

/**
 * A place that files are mirrored to. One file per host: `export const <id> = (config) => ({ … }) satisfies Host`.
 * An adapter states facts and speaks the wire format; it never sleeps between tries, retries, logs, or reads the environment.
 * Every failure is a `HostError`.
 */
export type Host = {
  id: HostId
  name: string
  homepage: string
  /** Whether the host takes files without an account of ours. */
  account: 'none' | 'optional' | 'required'
  limits: HostLimits
  /** How long files live there, as a phrase: "60 days after the last download". */
  retention: string
  /** For at least how many days, counted from the upload, so that hosts can be compared; left out where the host does not tell. */
  retentionDays?: number | 'endless'
  /** Digests that this host's replies carry; the engine computes these beside SHA-256. */
  digests: readonly DigestName[]
  /**
   * Whether sending the same file again gives the same copy. Where it does not and there is no `find`,
   * an attempt of unknown end is repeated at most once.
   */
  resendIsSafe: boolean

  /**
   * Sends the file and returns once the host has said, in a validated reply, that it is there.
   * @throws {HostError} of kind `unknown` when all bytes went out and no complete reply came
   */
  upload(source: Source, call: UploadCall): Promise<Stored>

  /**
   * Why the host would never take this file, as a sentence to be read after the host's name, or null. Facts only: nobody is asked.
   * Sizes are judged by `limits`.
   */
  refuses?(file: Pick<Source, 'name' | 'size' | 'type'>): string | null
  /**
   * Asks the host whether it accepts the account that this adapter was opened with.
   * @throws {HostError} `account` when it does not
   */
  checkAccount?(call: Call): Promise<void>
  /** The limits that hold for this account now, read from the host; thrown away when the read fails. */
  readLimits?(call: Call): Promise<HostLimits>
  group?: GroupBefore | GroupAfter
  /** Looks for a copy that an earlier attempt left, begun at `since`. Used before anything is sent a second time. */
  find?(file: FindInput, call: GroupedCall): Promise<Stored | null>
  /** Whether the copy is still there. Only the host's documented not-found answer is `dead`. */
  check?(stored: StoredRef, call: Call): Promise<LinkState>
  /**
   * Deletes the copy; resolves also when it is gone already.
   * @throws {HostError} `rejected` when it is to stay, with the reason
   */
  remove?(stored: StoredRef, call: Call): Promise<void>
}

export type FindInput = {
  fileId: string
  mirrorId: string
  name: string
  size: number
  /** Digests of the file as far as they are known. */
  digests: Digests
  /** Nothing that is older than this can be ours. */
  since: Date
}

export type StoredRef = { id: string; url: string; extra?: Record<string, string> }

/** What an account at a host is made of, as a form can ask for it: `apiKey`, or `username` and `password`. */
export type CredentialField = {
  /** What people call it: "API key". */
  label: string
  /** Whether it is shown as dots while it is typed. */
  hidden: boolean
}

/** Values for each field. */
export type Credentials<Name extends string = string> = Readonly<Record<Name, Secret>>

/** That people can use accounts of their own at a host. */
export type HostAccounts = {
  fields: Readonly<Record<string, CredentialField>>
  /** The host's adapter for an account; `credentials` has a value for each field. */
  open(credentials: Credentials): Host
}

/** A host in the catalogue: ready, or not and why. */
export type CatalogueEntry = {
  /** Null where the host knows no accounts, or those of others are of no use. */
  accounts: HostAccounts | null
} & (
  | {
      enabled: true
      host: Host
      /** What people should know before they choose it, as a whole sentence. */
      note?: string
    }
  | { enabled: false; host: HostFacts; reason: string }
)

/** What can be told of a host that is not ready. */
export type HostFacts = Pick<Host, 'id' | 'name' | 'homepage' | 'account' | 'limits' | 'retention' | 'retentionDays'>
