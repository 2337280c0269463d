// The steps of a probe: each is told as it ends, and the copy is deleted however far it came.
import { setTimeout as sleep } from 'node:timers/promises'
import { HostError } from '#server/hosts/errors.ts'
import type { Call, Group, Host, LinkState, Stored } from '#server/hosts/host.ts'
import { verify } from '#server/mirroring/verification.ts'
import { Memory, noResumption } from './memory.ts'
import { randomFile } from './random-file.ts'

export type Step = { title: string; ms: number } & (
  | { outcome: 'ok'; told: string }
  /** The host has no such thing. */
  | { outcome: 'none'; told: string }
  | { outcome: 'failed'; error: unknown }
)

type Wishes = { size: number; keep: boolean; signal: AbortSignal }

/** Deletions and new links may take a while to be seen, in milliseconds. */
const LOOKS_MS = [0, 2_000, 5_000]

export async function* probeHost(host: Host, { size, keep, signal }: Wishes): AsyncGenerator<Step> {
  const call: Call = { signal, memory: new Memory() }
  if (host.checkAccount) yield* plain('account', async () => (await host.checkAccount?.(call), 'is accepted'))
  else yield none('account', 'the host asks for none, or it cannot be asked about it')
  if (host.readLimits)
    yield* plain('limits', async () => {
      const { maxFileSize } = (await host.readLimits?.(call)) ?? host.limits
      return maxFileSize === null ? 'no limit is named' : `files up to ${maxFileSize} bytes`
    })
  const group = yield* makeGroup(host, call)
  if (group === undefined) return
  const stored = yield* attempt('upload and check', () => send(host, { size, group, call }))
  if (!stored) return
  yield* look(host, { stored, call, wanted: 'alive' })
  const stays = keep ? 'it is to be kept' : host.remove ? null : 'the host deletes nothing'
  if (stays === null) yield* remove(host, { stored, group, call })
  else yield none('deletion', `${stays}: the file stays at ${stored.url}`)
}

type Removal = { stored: Stored; group: Group | null; call: Call }

async function* remove(host: Host, { stored, group, call }: Removal): AsyncGenerator<Step> {
  yield* plain('deletion', async () => (await host.remove?.(stored, call), 'deleted'))
  yield* look(host, { stored, call, wanted: 'dead' })
  const ability = host.group
  if (group && ability?.remove)
    yield* plain('end of the group', async () => (await ability.remove?.(group, call), 'deleted'))
}

const none = (title: string, told: string): Step => ({ title, ms: 0, outcome: 'none', told })

/** @returns undefined when it could not be made */
async function* makeGroup(host: Host, call: Call): AsyncGenerator<Step, Group | null | undefined> {
  const { group: ability } = host
  if (ability?.when !== 'before') {
    yield none('group', ability ? 'a list is made of two files or more' : 'the host has none')
    return null
  }
  const mark = Date.now().toString(16)
  return yield* attempt('group', async () => {
    const value = await ability.create({ title: 'EasyMirror probe', mark }, call)
    return { value, told: value.url ?? 'made, its link comes with the first file' }
  })
}

async function send(host: Host, { size, group, call }: { size: number; group: Group | null; call: Call }) {
  const { source, digests } = randomFile(size)
  const value = await host.upload(source, { ...call, group, resume: noResumption })
  const verified = verify(value, { size, digests })
  return { value, told: `${value.url}, checked by its ${verified}` }
}

type Look = { stored: Stored; call: Call; wanted: LinkState }

/** Asks the host for the copy, and once more after a while where the answer is not the one that is due. */
async function* look(host: Host, { stored, call, wanted }: Look): AsyncGenerator<Step> {
  if (!host.check) {
    yield none(`link is ${wanted}`, 'the host cannot be asked')
    return
  }
  yield* plain(`link is ${wanted}`, async () => {
    let state: LinkState = 'unknown'
    for (const ms of LOOKS_MS) {
      await sleep(ms)
      state = (await host.check?.(stored, call)) ?? 'unknown'
      if (state === wanted) return state
      if (state === 'unknown') return 'unknown: the host does not tell'
    }
    throw new HostError('retry', `says that the link is ${state}.`)
  })
}

/** A step that leaves nothing for the next. */
const plain = (title: string, work: () => Promise<string>): AsyncGenerator<Step, unknown> =>
  attempt(title, async () => ({ value: null, told: await work() }))

async function* attempt<T>(
  title: string,
  work: () => Promise<{ value: T; told: string }>,
): AsyncGenerator<Step, T | undefined> {
  const from = performance.now()
  const ms = () => Math.round(performance.now() - from)
  try {
    const { value, told } = await work()
    yield { title, ms: ms(), outcome: 'ok', told }
    return value
  } catch (error) {
    yield { title, ms: ms(), outcome: 'failed', error }
    return undefined
  }
}
