// Faults of hosts, one row per fault, phase and host: real adapters on real connections, and the outcome that is written down.
import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { sampleBytes } from '#tests/support/visitor.ts'
import { type Bench, endOf, isStaged, Play, stage, startBench, startStand } from './fault-bench.ts'
import { hosts, outcomeOf } from './fault-outcomes.ts'
import { type FaultName, faultNames, faults, phases, SIZE, type Strike } from './fault-rows.ts'

let bench: Bench

beforeAll(async () => {
  bench = await startBench(() => false)
})

const strikeOf = (fault: FaultName, phase: (typeof phases)[number]): Strike => faults[fault](phase)

const rows = faultNames.flatMap((fault) =>
  phases.flatMap((phase) =>
    hosts.map((host) => ({
      fault,
      phase,
      host,
      strike: strikeOf(fault, phase),
      outcome: outcomeOf(fault, phase, host),
    })),
  ),
)

const isGroupedAfter = (host: string, phase: string) => host === 'pixeldrain' && phase === 'in the grouping call'

it.concurrent.for(rows)('$fault, $phase, at $host', async (row, { expect: expectHere }) => {
  const { host: kind, phase, strike, outcome } = row
  if ('never' in strike) {
    expectHere([outcome, strike.never]).toEqual([undefined, expect.stringMatching(/.+/)])
    return
  }
  const { simulator, host } = await startStand(bench, kind, row.fault === 'stall')
  const bodies = Array.from({ length: isGroupedAfter(kind, phase) ? 2 : 1 }, (_, seed) => sampleBytes(SIZE, seed))
  const staged = await stage(bench, bodies, [host.id])
  simulator.fail(strike)
  const play = new Play(bench, staged, [host])
  await play.toTheEnd()

  const ends = await endOf(staged)
  const stored = simulator.ledger.filter((arrival) => arrival.stored)
  const [setback] = play.setbacks
  expectHere({
    ends: new Set(ends.map(({ status }) => status)),
    copies: stored.length,
    tries: Math.max(...ends.map(({ attempt }) => attempt)),
    groups: simulator.groups.length,
    listTries: play.listTries,
    says: setback?.says.replace(`${host.name} `, ''),
    faultsLeft: simulator.faultsLeft(),
  }).toEqual({
    ends: new Set([outcome?.ends]),
    copies: outcome?.copies,
    tries: outcome?.tries,
    groups: outcome?.groups,
    listTries: outcome?.listTries,
    says: outcome?.says.length === 0 ? undefined : expect.toBeOneOf([...(outcome?.says ?? [])]),
    faultsLeft: 0,
  })
  expectHere(setback?.waitsMs ?? 0).toBeGreaterThanOrEqual(outcome?.ends === 'done' ? outcome.waitsMs : 0)
  // Whatever went wrong before: what is there is the file, in one group, and staging stays for a retry where nothing is.
  const digests = bodies.map((body) => createHash('sha256').update(body).digest('hex'))
  expectHere(stored.filter(({ sha256 }) => !digests.includes(sha256))).toEqual([])
  expectHere(simulator.groups.filter(({ files }) => files.length > 0).length).toBeLessThanOrEqual(1)
  for (const { status, verified } of ends) expectHere(verified).toBe(status === 'done' ? 'checksum' : null)
  for (const key of staged.keys) expectHere(await isStaged(key)).toBe(outcome?.ends === 'failed')
})

it('has a row for each fault in each phase at each host', () => {
  expect(rows).toHaveLength(19 * 5 * 3)
})
