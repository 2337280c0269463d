// What a simulated host is to the tests, the demo and the programs that drive it: an origin, a ledger of what arrived, and faults on command.
import type { Fault } from './fault.ts'

export type SimulatorId = 'pixeldrain' | 'gofile' | 'bunkr'

/** One file that the host stored. A file that was cut, refused or lost on command never gets here. */
export type Arrival = {
  at: Date
  /** The id that the host's own reply gave: PixelDrain's and GoFile's `id`, Bunkr's `name`. */
  fileId: string
  /** The name as it came over the wire, so a `"` in a multipart name is the `%22` that browsers send. */
  name: string
  /** Size in bytes, counted. */
  size: number
  /** Lower-case hex of the bytes that arrived. */
  sha256: string
  md5: string
  /** Id of the folder, album or (the last) list that the file is in. */
  group: string | null
  /** False once the file was deleted at the host. */
  stored: boolean
  /** The public address that the host gave, or would give, for the file. */
  url: string
}

/** One request, in order of arrival. `status` stays 0 where no answer was given; `bytes` are body bytes read. */
export type RequestRecord = { method: string; path: string; status: number; bytes: number }

export type SimulatedGroup = { id: string; name: string; files: string[] }

export type Simulator<Id extends string = SimulatorId> = AsyncDisposable & {
  id: Id
  /** The origin, with no slash at the end. */
  url: string
  /** What the product needs in its environment to use this simulator. */
  env: Record<string, string>
  ledger: readonly Arrival[]
  requests: readonly RequestRecord[]
  /** Folders, albums or lists; `files` holds `fileId`s. */
  readonly groups: SimulatedGroup[]
  /**
   * Queues a fault for the next requests that it matches.
   * @throws {ZodError} when the fault is not one
   */
  fail(fault: Fault): void
  /** Forgets files, groups, requests and faults. Accounts and tokens stay, so that a client can go on. */
  reset(): void
  /** How many strikes are still queued. */
  faultsLeft(): number
}

export type SimulatorOptions = {
  /** Where to listen on 127.0.0.1; a busy port is swapped for a free one. Default: any free port. */
  port?: number
  /** How fast bodies are read, over all requests together. Default: as fast as it goes. */
  bytesPerSecond?: number
  /** Wait before each reply. */
  latencyMs?: number
}
