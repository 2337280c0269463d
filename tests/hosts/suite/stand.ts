// A bench as the tests of the suite use it: two patiences, a memory, and a call that looks like the engine's.
import { randomBytes } from 'node:crypto'
import type { Call, Group, GroupName, Host, HostMemory, ResumeNote, Source, Stored } from '#server/hosts/host.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import type { Bench } from './subject.ts'

export type Stand = Omit<Bench, 'adapter' | 'unreachable' | 'wrongAccount'> & {
  host: Host
  /** Gives up after a second and a half, for hosts that say nothing. */
  impatient: Host
  unreachable: Host
  /** Another adapter that is as impatient and remembers nothing. */
  anew: () => Host
  /** With an account that the host does not know, where it knows any. */
  wrongAccount: Host | undefined
  memory: TestMemory
}

/** A memory that lasts as long as its test. */
export class TestMemory implements HostMemory {
  readonly values = new Map<string, string>()

  async get(key: string): Promise<string | null> {
    return this.values.get(key) ?? null
  }

  async set(key: string, value: string): Promise<void> {
    this.values.set(key, value)
  }

  async getOrCreate(key: string, create: () => Promise<string>, stale?: string): Promise<string> {
    const known = this.values.get(key)
    if (known !== undefined && known !== stale) return known
    const value = await create()
    this.values.set(key, value)
    return value
  }
}

export function standOf(bench: Bench): Stand {
  const patient = createHostHttp({ idleMs: 20_000, replyMs: 20_000 })
  const impatient = createHostHttp({ idleMs: 1500, replyMs: 1500 })
  return {
    ...bench,
    host: bench.adapter(patient),
    impatient: bench.adapter(impatient),
    unreachable: bench.unreachable(patient),
    anew: () => bench.adapter(impatient),
    wrongAccount: bench.wrongAccount?.(patient),
    memory: new TestMemory(),
  }
}

export const groupName = (title = 'Holiday'): GroupName => ({ title, mark: randomBytes(4).toString('hex') })

/** What uploads in parts leave, for as long as the test lasts. */
export class TestNote implements ResumeNote {
  note: string | null = null

  async load(): Promise<string | null> {
    return this.note
  }

  async save(note: string | null): Promise<void> {
    this.note = note
  }
}

/** What it takes to make a call: a host and its memory. */
type Caller = Pick<Stand, 'host' | 'memory'>

export const callOf = ({ memory }: Pick<Stand, 'memory'>, signal = new AbortController().signal): Call => ({
  memory,
  signal,
})

/** The group that uploads go into, where the host wants one first. */
export const groupFor = async (stand: Caller, host = stand.host): Promise<Group | null> =>
  host.group?.when === 'before' ? host.group.create(groupName(), callOf(stand)) : null

type Sending = { host?: Host; signal?: AbortSignal; group?: Group | null; resume?: ResumeNote }

/** Uploads as the engine does: a group first where the host wants one, then the file. */
export async function send(stand: Caller, source: Source, sending: Sending = {}): Promise<Stored> {
  const { host = stand.host, signal, resume = new TestNote() } = sending
  const group = sending.group ?? (await groupFor(stand, host))
  return host.upload(source, { ...callOf(stand, signal), group, resume })
}
