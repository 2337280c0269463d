// What a host's own test tells the suite: how to start it, what its limits are there, and what it cannot do.
import type { HostErrorKind } from '#server/hosts/errors.ts'
import type { Host, Stored } from '#server/hosts/host.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import type { Simulator } from '#tests/simulators/simulator.ts'

/** A file as the host holds it. `name` is null where the host is never told one. */
export type Held = { name: string | null; size: number; sha256: string }

/** A running host with adapters for it. */
export type Bench = {
  simulator: Simulator<string>
  /** The adapter, with this patience. */
  adapter(http: HostHttp): Host
  /** The same adapter for an address where nobody listens. */
  unreachable(http: HostHttp): Host
  /** The adapter with an account that the host does not know. */
  wrongAccount?(http: HostHttp): Host
  /** What must not be seen in any error. */
  secrets: readonly string[]
  /** The largest file that it takes, in bytes; null where that is out of reach. */
  limit: number | null
  /** Sizes at which the adapter begins to work in another way, in bytes. */
  seams: readonly number[]
  held(): Promise<Held[]>
  /** The bytes behind the link that the adapter gave. */
  download(stored: Stored): Promise<Buffer>
  /** Forgets all that the host holds, and all faults. */
  reset(): Promise<void>
}

/** What a host may lack; each theme of the suite then shows that it does. */
export type Lack =
  | 'limit'
  | 'name'
  /** The body of the reply to an upload says nothing. */
  | 'reply'
  /** No word of the host on the size can be made a false one. */
  | 'size'
  /** It tells no digest. */
  | 'digest'
  | 'find'
  /** A lost reply is no matter: the adapter finds out by itself. */
  | 'lost reply'
  | 'check'
  | 'remove'
  | 'account'
  | 'group'
  | 'find group'

export type Subject = {
  title: string
  /** `small` is one whose limit and seams a test can reach in a moment. */
  start(kind: 'usual' | 'small'): Promise<Bench>
  /** How a quotation mark in a name arrives. */
  quote: '"' | '%22'
  /** The reason for each. */
  lacks: Partial<Record<Lack, string>>
  /** What a refusal or a broken connection comes to, by the title of its case, where that is not the usual kind. */
  means?: Readonly<Record<string, HostErrorKind>>
}
