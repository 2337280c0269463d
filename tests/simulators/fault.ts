// Faults as data: what goes wrong, which request it strikes, how many times.
import { z } from 'zod'

/** What a request asks of a host, whatever the path is called there. */
export const operations = [
  'upload', // a whole file
  'chunk', // one chunk of a file (Bunkr)
  'finish', // the request that joins the chunks (Bunkr)
  'group', // makes or changes a folder, album or list
  'groups', // reads folders, albums or lists
  'info', // reads one or more files
  'files', // lists the account's files
  'node', // asks where to upload
  'account', // makes or reads an account, checks a token
  'limits', // reads the limits of the host
  'delete',
  'page',
  'download',
] as const
export type Operation = (typeof operations)[number]

const common = {
  /**
   * Default `upload`, which covers Bunkr's chunks too; faults of the reply that tells of a stored file strike `finish`
   * in place of chunks. PixelDrain tells sizes and digests by `info` only, so there `info` is the default for those;
   * hosts that answer with an address alone tell sizes by HEAD of it, so there `download` is.
   */
  on: z.enum([...operations, 'any']).optional(),
  times: z.int().min(1).default(1),
  /** A part of the file name, or of the JSON body where the request has one. */
  nameMatches: z.string().min(1).optional(),
}
const atByte = z.int().min(0)
/** How long an early answer goes on reading before it closes; 0 resets the connection, which may hide the answer. */
const lingerMs = z.int().min(0).optional()

const fault = z.discriminatedUnion('kind', [
  /** Any status. With `atByte` it is answered in the middle of the body, then the connection closes; else after the body. */
  z.strictObject({
    kind: z.literal('status'),
    ...common,
    status: z.int().min(200).max(599),
    /** Sent as it is: seconds, a fraction, an HTTP date. */
    retryAfter: z.union([z.string(), z.number()]).optional(),
    /** Default: what the host sends with this status. */
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    atByte: atByte.optional(),
    lingerMs,
  }),
  /** 200 with the host's error body; nothing is stored. */
  z.strictObject({ kind: z.literal('error-in-200'), ...common }),
  /** An HTML page as anti-bot proxies send it, in place of the host; nothing is stored. */
  z.strictObject({
    kind: z.literal('challenge'),
    ...common,
    status: z.int().min(200).max(599).default(403),
    atByte: atByte.optional(),
    lingerMs,
  }),
  /** A byte more than was sent; of a file that is downloaded, a byte less. */
  z.strictObject({ kind: z.literal('wrong-size'), ...common }),
  z.strictObject({ kind: z.literal('wrong-digest'), ...common }),
  /** The digest is an empty text, as PixelDrain's is for a while after an upload. */
  z.strictObject({ kind: z.literal('no-digest'), ...common }),
  /** The reply has neither id nor link. */
  z.strictObject({ kind: z.literal('missing-id'), ...common }),
  z.strictObject({ kind: z.literal('invalid-json'), ...common }),
  /** A complete HTTP reply that holds the first half of the JSON. */
  z.strictObject({ kind: z.literal('truncated-json'), ...common }),
  /** The connection closes in the middle of the reply's body. */
  z.strictObject({ kind: z.literal('cut-reply'), ...common }),
  z.strictObject({ kind: z.literal('slow-reply'), ...common, ms: z.int().min(0) }),
  /** A valid reply padded to this many bytes. */
  z.strictObject({ kind: z.literal('huge-reply'), ...common, bytes: z.int().min(1).default(100_000_000) }),
  /** The connection closes once so many bytes of the body were read (all of them, if it has fewer). */
  z.strictObject({ kind: z.literal('close'), ...common, atByte }),
  /** The same, but the connection stays open and silent. */
  z.strictObject({ kind: z.literal('stall'), ...common, atByte }),
  /** The whole body is read, the file is stored or lost, and no reply comes: the connection closes, or hangs. */
  z.strictObject({
    kind: z.literal('no-reply'),
    ...common,
    stored: z.boolean(),
    then: z.enum(['close', 'hang']).default('close'),
  }),
  z.strictObject({ kind: z.literal('slow-body'), ...common, bytesPerSecond: z.int().min(1) }),
  /** Anything at all, as anything at all; nothing is stored. It lets the first `after` requests pass. */
  z.strictObject({
    kind: z.literal('garbage'),
    ...common,
    status: z.int().min(200).max(599),
    text: z.string(),
    type: z.string(),
    /** The text is made so long, in bytes. */
    bytes: z.int().min(1).optional(),
    after: z.int().min(0).default(0),
  }),
])

export type Fault = z.input<typeof fault>
export type ParsedFault = z.output<typeof fault>
export type FaultKind = Fault['kind']

/** One fault or several, as the control API takes them. */
export const faultsSchema = z.union([fault.transform((one) => [one]), z.array(fault)])

const ofTheReply = new Set<FaultKind>([
  'wrong-size',
  'wrong-digest',
  'no-digest',
  'missing-id',
  'invalid-json',
  'truncated-json',
  'cut-reply',
  'huge-reply',
])

const meets = (wanted: Operation | 'any', operation: Operation, kind: FaultKind): boolean => {
  if (wanted === 'any' || wanted === operation) return true
  if (wanted !== 'upload') return false
  return operation === (ofTheReply.has(kind) ? 'finish' : 'chunk')
}

/** The queue of one simulator: the first fault that fits a request strikes it, and is gone after `times`. */
export class FaultQueue {
  #queue: { fault: ParsedFault; left: number; pass: number }[] = []
  readonly #defaults: Partial<Record<FaultKind, Operation>>

  constructor(defaults: Partial<Record<FaultKind, Operation>> = {}) {
    this.#defaults = defaults
  }

  /** @throws {ZodError} when it is not a fault */
  push(input: unknown): void {
    for (const each of faultsSchema.parse(input))
      this.#queue.push({ fault: each, left: each.times, pass: each.kind === 'garbage' ? each.after : 0 })
  }

  /** The fault that strikes this request, if any; `name` is what `nameMatches` is compared with. */
  take(operation: Operation, name: string): ParsedFault | null {
    const at = this.#queue.findIndex(
      ({ fault: { on, kind, nameMatches } }) =>
        meets(on ?? this.#defaults[kind] ?? 'upload', operation, kind) && name.includes(nameMatches ?? ''),
    )
    const found = this.#queue[at]
    if (!found) return null
    if (found.pass > 0) {
      found.pass -= 1
      return null
    }
    found.left -= 1
    if (found.left === 0) this.#queue.splice(at, 1)
    return found.fault
  }

  get left(): number {
    return this.#queue.reduce((sum, { left }) => sum + left, 0)
  }

  clear(): void {
    this.#queue = []
  }
}
