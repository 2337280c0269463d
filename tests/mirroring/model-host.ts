// Hosts in memory that follow hosts/host.ts to the letter, keep a ledger of what they took, and fail as they are told.
import { createHash } from 'node:crypto'
import { HostError } from '#server/hosts/errors.ts'
import type {
  Call,
  FindInput,
  Group,
  GroupName,
  Host,
  Source,
  Stored,
  StoredFile,
  UploadCall,
} from '#server/hosts/host.ts'
import { type HostId, hostIdSchema } from '#server/ids.ts'
import type { AttemptPlan, GroupPlan, Point } from './model-plan.ts'

/** What a kind of host can do; the four of them cover the abilities that the engine tells apart. */
export type HostKind = {
  id: HostId
  group: 'none' | 'before' | 'before, blind' | 'after'
  find: boolean
  resendIsSafe: boolean
  tells: 'digest' | 'size' | 'word'
}

const kind = (id: string, rest: Omit<HostKind, 'id'>): HostKind => ({ id: hostIdSchema.parse(id), ...rest })

export const kinds: readonly HostKind[] = [
  kind('albums', { group: 'before', find: false, resendIsSafe: true, tells: 'digest' }),
  kind('folders', { group: 'before, blind', find: false, resendIsSafe: false, tells: 'digest' }),
  kind('lists', { group: 'after', find: true, resendIsSafe: false, tells: 'digest' }),
  kind('plain', { group: 'none', find: true, resendIsSafe: false, tells: 'size' }),
  kind('mute', { group: 'none', find: false, resendIsSafe: false, tells: 'word' }),
]

/** A copy at a host: whose it is, what arrived, and which runs of workers were told of it. */
export type Copy = {
  id: string
  fileId: string
  name: string
  size: number
  sha256: string
  group: string | null
  gone: boolean
  toldTo: Set<Visitor>
}

export type ModelGroup = { id: string; mark: string; files: string[] }

/** One attempt at an upload, as the host saw it. */
export type Visit = { fileId: string; by: Visitor; sentAll: boolean; end: 'open' | 'told' | 'refused' | 'lost' }

/** A group that is being made: nobody else may begin to, unless the lease of who does has run out. */
export type Making = { mark: string; by: Visitor; lapsed: boolean }

/** A place at which whole workers freeze, or one upload hangs. */
export type Stop = { hold: 'worker' | 'upload' | null; signal: AbortSignal }

/** A worker's run as the hosts know it. */
export type Visitor = {
  planAt(host: HostId): AttemptPlan
  /** Passes at once unless the worker is frozen, or is to be held here. */
  reach(stop: Stop): Promise<void>
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export class ModelHost {
  readonly kind: HostKind
  readonly copies: Copy[] = []
  readonly groups: ModelGroup[] = []
  readonly visits: Visit[] = []
  readonly making = new Set<Making>()
  /** What a host saw that no engine may do. */
  readonly complaints: string[] = []
  readonly #asked = new Map<string, Set<Visitor>>()
  #ids = 0

  constructor(kind: HostKind) {
    this.kind = kind
  }

  /** The adapter in the hands of one run of a worker. */
  adapterFor(visitor: Visitor): Host {
    const { id, group, find, resendIsSafe } = this.kind
    return {
      id,
      name: id,
      homepage: 'https://model.example',
      account: 'none',
      limits: { maxFileSize: null, concurrency: 4 },
      retention: 'for ever',
      digests: [],
      resendIsSafe,
      upload: (source, call) => this.#upload(visitor, source, call),
      remove: async ({ id: copyId }) => {
        for (const copy of this.copies) if (copy.id === copyId) copy.gone = true
      },
      ...(find && { find: (file: FindInput, call: UploadCall) => this.#find(visitor, file, call) }),
      ...(group !== 'none' && { group: this.#groupAbility(visitor) }),
    }
  }

  /** Forgets all that it was given; ids are never used twice. */
  reset(): void {
    for (const list of [this.copies, this.groups, this.visits, this.complaints]) list.length = 0
    this.making.clear()
    this.#asked.clear()
  }

  #newId(): string {
    this.#ids += 1
    return `${this.kind.id}-${this.#ids}`
  }

  async #upload(visitor: Visitor, source: Source, call: UploadCall): Promise<Stored> {
    this.#mustBeAsked(visitor, source.fileId)
    const visit: Visit = { fileId: source.fileId, by: visitor, sentAll: false, end: 'open' }
    this.visits.push(visit)
    try {
      const told = await this.#take(visitor, { source, call, visit })
      visit.end = 'told'
      return told
    } catch (error) {
      if (error instanceof HostError) visit.end = error.kind === 'unknown' ? 'lost' : 'refused'
      else if (!visit.sentAll) visit.end = 'refused'
      throw error
    }
  }

  /** Where the host can be asked, an upload whose end nobody knows is never followed by another one unasked. */
  #mustBeAsked(visitor: Visitor, fileId: string): void {
    if (!this.kind.find || this.#asked.get(fileId)?.has(visitor)) return
    const open = this.visits.some(
      (visit) => visit.fileId === fileId && visit.sentAll && (visit.end === 'open' || visit.end === 'lost'),
    )
    if (open) this.complaints.push(`I10: ${this.kind.id} was sent ${fileId} again unasked`)
  }

  async #take(visitor: Visitor, { source, call, visit }: { source: Source; call: UploadCall; visit: Visit }) {
    const { upload: plan } = visitor.planAt(this.kind.id)
    const { signal } = call
    const reach = async (at: Point) => {
      await visitor.reach({ hold: plan.kind === 'hold' && plan.at === at ? plan.who : null, signal })
      // What was stored is answered even to a caller who has gone meanwhile.
      if (at !== 'stored') signal.throwIfAborted()
      if (plan.kind === 'refuse' && plan.at === at) throw new HostError(plan.error, `refused (${plan.error}, ${at}).`)
    }
    await reach('before')
    const pieces: Uint8Array[] = []
    for await (const bytes of source.take()) {
      // Its memory is used again once more of the file is asked for.
      pieces.push(Uint8Array.from(bytes))
      if (pieces.length === 1) await reach('middle')
    }
    const bytes = Buffer.concat(pieces)
    if (bytes.length !== source.size)
      this.complaints.push(`I7: ${this.kind.id} was given ${bytes.length} of ${source.size} bytes`)
    visit.sentAll = true
    await reach('after')
    if (plan.kind === 'lost' && !plan.stored) throw new HostError('unknown', 'closed the connection without an answer.')
    const copy = this.#store(source, this.#spoiled(bytes, plan.kind === 'spoil' ? plan.what : null), call.group)
    await reach('stored')
    if (plan.kind === 'lost') throw new HostError('unknown', 'closed the connection without an answer.')
    return this.#tell(visitor, copy)
  }

  /** Only a host that tells what it has can be caught with something else. */
  #spoiled(bytes: Buffer, what: 'size' | 'digest' | null): Buffer {
    if (what === 'size' && this.kind.tells !== 'word') return bytes.subarray(1)
    if (what !== 'digest' || this.kind.tells !== 'digest') return bytes
    return Buffer.from(bytes.map((byte) => byte ^ 1))
  }

  #store({ fileId, name }: Source, bytes: Buffer, group: Group | null): Copy {
    const digest = sha256(bytes)
    const known = this.kind.resendIsSafe
      ? this.copies.find((copy) => !copy.gone && copy.fileId === fileId && copy.sha256 === digest)
      : undefined
    if (known) return known
    const copy = { id: this.#newId(), fileId, name, size: bytes.length, sha256: digest, group: group?.id ?? null }
    const kept = { ...copy, gone: false, toldTo: new Set<Visitor>() }
    this.copies.push(kept)
    this.groups.find(({ id }) => id === group?.id)?.files.push(kept.id)
    return kept
  }

  #tell(visitor: Visitor, copy: Copy): Stored {
    copy.toldTo.add(visitor)
    const { tells } = this.kind
    return {
      id: copy.id,
      url: `https://model.example/${copy.id}`,
      size: tells === 'word' ? null : copy.size,
      digests: tells === 'digest' ? { sha256: copy.sha256 } : {},
    }
  }

  async #find(visitor: Visitor, file: FindInput, { signal }: UploadCall): Promise<Stored | null> {
    await visitor.reach({ hold: null, signal })
    if (visitor.planAt(this.kind.id).find === 'retry') throw new HostError('retry', 'could not be asked.')
    const asked = this.#asked.get(file.fileId) ?? new Set()
    this.#asked.set(file.fileId, asked.add(visitor))
    const copy = this.copies.find(({ gone, name, size }) => !gone && name === file.name && size === file.size)
    return copy ? this.#tell(visitor, copy) : null
  }

  #groupAbility(visitor: Visitor): NonNullable<Host['group']> {
    const find = async (name: GroupName, call: Call) => {
      await visitor.reach({ hold: null, signal: call.signal })
      const group = this.groups.find(({ mark }) => mark === name.mark)
      return group ? publicGroup(group) : null
    }
    if (this.kind.group === 'after')
      return {
        when: 'after',
        find,
        save: ({ group, name, files }, call) => this.#make({ visitor, mark: name.mark, known: group?.id, files, call }),
      }
    const create = (name: GroupName, call: Call) =>
      this.#make({ visitor, mark: name.mark, known: undefined, files: [], call })
    return this.kind.group === 'before' ? { when: 'before', create, find } : { when: 'before', create }
  }

  async #make({ visitor, mark, known, files, call: { signal } }: Grouping): Promise<Group> {
    for (const other of this.making)
      if (other.mark === mark && !other.lapsed)
        this.complaints.push(`I5: two make the group of ${mark} at ${this.kind.id} at once`)
    const making = { mark, by: visitor, lapsed: false }
    this.making.add(making)
    const { group: plan } = visitor.planAt(this.kind.id)
    const hold = (at: 'before' | 'stored') => (plan.kind === 'hold' && plan.at === at ? 'worker' : null)
    try {
      await visitor.reach({ hold: hold('before'), signal })
      refuseGroup(plan)
      const group = this.groups.find(({ id }) => id === known) ?? { id: this.#newId(), mark, files: [] }
      if (!this.groups.includes(group)) this.groups.push(group)
      if (this.kind.group === 'after') group.files = files.map(({ id }) => id)
      await visitor.reach({ hold: hold('stored'), signal })
      if (plan.kind === 'lost') throw new HostError('unknown', 'closed the connection without an answer.')
      return publicGroup(group)
    } finally {
      this.making.delete(making)
    }
  }
}

type Grouping = { visitor: Visitor; mark: string; known: string | undefined; files: StoredFile[]; call: Call }

function refuseGroup(plan: GroupPlan): void {
  if (plan.kind === 'refuse') throw new HostError(plan.error, `refused the group (${plan.error}).`)
  if (plan.kind === 'lost' && !plan.stored) throw new HostError('unknown', 'closed the connection without an answer.')
}

const publicGroup = ({ id }: ModelGroup): Group => ({ id, url: `https://model.example/${id}` })
