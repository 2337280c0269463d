// What must be true when all is over, whatever was killed: nothing lost, nothing cut, nothing twice but what nobody can know of.
import { gofileFacts } from '#server/hosts/gofile.ts'
import type { Arrival, SimulatedGroup } from '#tests/simulators/simulator.ts'
import type { MirrorView } from '#tests/support/visitor.ts'
import type { Blow } from './instance.ts'
import { type ChaosHost, hostIds } from './plan.ts'

export type SentFile = { id: string; name: string; size: number; sha256: string }
export type SentMirror = { id: string; hosts: readonly ChaosHost[]; files: readonly SentFile[]; view: MirrorView }

export type Evidence = {
  mirrors: readonly SentMirror[]
  simulators: Record<ChaosHost, { ledger: readonly Arrival[]; groups: readonly SimulatedGroup[] }>
  /** Keys that are left in the storage. */
  staged: readonly string[]
  blows: readonly Blow[]
}

export type Verdict = {
  /** Sentences; none where all is as it must be. */
  violations: string[]
  /** Copies too many that nobody could know of: the process died around the host's commit. */
  duplicates: number
}

/** Hosts that tell which files they have, so that what was there before the blow must be found. */
const asked = new Set<ChaosHost>(['pixeldrain', 'bunkr'])

/** A blow hits every upload that is under way at the one host that cannot be asked. */
const UNDER_WAY = gofileFacts.limits.concurrency
/** How long before a blow a host may have committed although its answer was not written down yet, in milliseconds. */
const ANSWER_MS = 3_000
/** How long after one it may still commit what the machine had taken off the process, in milliseconds. */
const DRAIN_MS = 10_000

export function judge(evidence: Evidence): Verdict {
  const { mirrors, staged, blows } = evidence
  const perHost = mirrors.flatMap((mirror) => mirror.hosts.map((host) => ({ mirror, host })))
  const copies = perHost.flatMap(({ mirror, host }) =>
    mirror.files.map((file) => judgeCopies(evidence, { host, file })),
  )
  const duplicates = copies.reduce((sum, each) => sum + each.duplicates, 0)
  return {
    violations: [
      ...mirrors.filter(({ view }) => view.status !== 'done').map(({ view }) => `A mirror is ${view.status}.`),
      ...perHost.flatMap(({ mirror, host }) =>
        mirror.files.flatMap((file) => linkFaults(evidence, { mirror, host, file })),
      ),
      ...copies.flatMap((each) => each.violations),
      ...perHost.flatMap((each) => groupFaults(evidence, each)),
      ...strangers(evidence),
      ...staged.map((key) => `${key} is left in staging.`),
      ...(duplicates > blows.length * UNDER_WAY
        ? [`There are ${duplicates} duplicates of ${blows.length} blows.`]
        : []),
    ],
    duplicates,
  }
}

const storedOf = ({ simulators }: Evidence, host: ChaosHost) => simulators[host].ledger.filter(({ stored }) => stored)

/** The link of each transfer is one that the host has, with the bytes that were sent. */
function linkFaults(
  evidence: Evidence,
  { mirror, host, file }: { mirror: SentMirror; host: ChaosHost; file: SentFile },
) {
  const link = mirror.view.fileLinks.find((each) => each.fileId === file.id && each.host === host)
  if (!link) return [`${file.name} has no link at ${host}.`]
  // A page of a whole folder, as GoFile has them, leads to several.
  const there = storedOf(evidence, host).filter(({ url }) => url === link.url)
  const isFile = there.some(
    ({ name, sha256, size }) => name === file.name && sha256 === file.sha256 && size === file.size,
  )
  return isFile ? [] : [`${host} does not have ${file.name} behind ${link.url}.`]
}

function judgeCopies(evidence: Evidence, { host, file }: { host: ChaosHost; file: SentFile }): Verdict {
  const copies = storedOf(evidence, host).filter(({ name }) => name === file.name)
  const whole = copies.filter(({ sha256, size }) => sha256 === file.sha256 && size === file.size)
  const cut = copies.length - whole.length
  const inOrder = whole.toSorted((one, other) => one.at.getTime() - other.at.getTime())
  const unexplained = unexcused(inOrder.slice(0, -1), host, evidence.blows)
  return {
    violations: [
      ...(cut > 0 ? [`${host} has ${cut} copies of ${file.name} that differ from it.`] : []),
      ...unexplained.map(
        ({ at }) => `${host} has ${file.name} twice, once from ${at.toISOString()}, and no blow says why.`,
      ),
    ],
    duplicates: Math.max(0, whole.length - 1),
  }
}

/** The copies too many that no blow of their own excuses. */
function unexcused(copies: readonly Arrival[], host: ChaosHost, blows: readonly Blow[]): Arrival[] {
  const left = new Set(blows)
  return copies.filter(({ at }) => {
    const blow = [...left].find((each) => excuses(each, host, at))
    return blow === undefined || !left.delete(blow)
  })
}

/** Whether the process may have died without knowing of the copy, and those after it had no way to learn of it. */
function excuses(blow: Blow, host: ChaosHost, committedAt: Date): boolean {
  const ms = committedAt.getTime() - blow.at.getTime()
  // Who is woken has the answer, and takes back what another one has brought meanwhile.
  const isForgotten = blow.strike.signal === 'SIGKILL' && !asked.has(host)
  return ms <= DRAIN_MS && ms >= (isForgotten ? -ANSWER_MS : 0)
}

/** One album or folder of each mirror has files, all that it has are the mirror's, and a list holds just the linked ones. */
function groupFaults({ simulators, ...evidence }: Evidence, { mirror, host }: { mirror: SentMirror; host: ChaosHost }) {
  const { ledger, groups } = simulators[host]
  const names = new Set(mirror.files.map(({ name }) => name))
  const idsOf = (isIt: (arrival: Arrival) => boolean) => new Set(ledger.filter(isIt).map(({ fileId }) => fileId))
  const own = idsOf(({ name, stored }) => stored && names.has(name))
  const others = idsOf(({ name }) => !names.has(name))
  const holding = groups.filter(({ files }) => files.some((id) => own.has(id)))
  const wanted = host === 'pixeldrain' && mirror.files.length < 2 ? 0 : 1
  const linked = evidence.mirrors.flatMap(({ view }) => view.fileLinks.map(({ url }) => url))
  const unlinked = ({ files }: SimulatedGroup) =>
    files.some((id) => !linked.includes(ledger.find(({ fileId }) => fileId === id)?.url ?? ''))
  return [
    ...(holding.length === wanted ? [] : [`A mirror has ${holding.length} groups at ${host}.`]),
    ...(holding.some(({ files }) => files.some((id) => others.has(id))) ? [`Mirrors share a group at ${host}.`] : []),
    ...(host === 'pixeldrain' && holding.some(unlinked) ? ['A list has a file that is no link.'] : []),
  ]
}

/** Nothing is anywhere that was not sent there. */
const strangers = (evidence: Evidence): string[] =>
  hostIds.flatMap((host) => {
    const names = evidence.mirrors
      .filter(({ hosts }) => hosts.includes(host))
      .flatMap(({ files }) => files.map(({ name }) => name))
    return storedOf(evidence, host)
      .filter(({ name }) => !names.includes(name))
      .map(({ name }) => `${host} has ${name}, which nobody sent there.`)
  })
