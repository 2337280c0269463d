// The engine against another way of bringing the same file to the same servers, turn by turn.
import { hostIdSchema } from '#server/ids.ts'
import { expectDone, queueTransfers, type StagedFile } from '../staged-file.ts'
import { type BenchTable, median, tableOf, targetTable } from '../table.ts'
import type { EngineProcess } from './engine.ts'
import type { SinkHost } from './sink-host.ts'

const MiB = 1024 ** 2

export type Run = { engine: EngineProcess; file: StagedFile; hosts: readonly SinkHost[] }

/** Milliseconds until the engine has settled the file with all hosts. */
export async function mirrorOnce({ engine, file, hosts }: Run): Promise<number> {
  await queueTransfers(
    file,
    hosts.map(({ id }) => hostIdSchema.parse(id)),
  )
  const { files } = await engine.mirror([{ fileId: file.fileId, hosts: [...hosts] }])
  await expectDone(file)
  return files[0]?.ms ?? 0
}

/** A host at each of these addresses, under ids of their own. */
export const hostsAt = (urls: readonly string[]): SinkHost[] =>
  urls.map((url, index) => ({ id: `host-${index + 1}`, url }))

type Contest = Run & {
  /** Such as `curl into curl`. */
  rivalName: string
  rival: () => Promise<unknown>
  rounds: number
  /** How many times as fast the engine has to be. */
  atLeast: number
  /** What stands in the name of the tables. */
  what: string
}

/** Medians of rounds in which each has its turn: the speeds of both, and the ratio with its target. */
export async function contest({ rival, rivalName, rounds, atLeast, what, ...run }: Contest): Promise<BenchTable[]> {
  const took = { engine: [] as number[], rival: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    took.engine.push(await mirrorOnce(run))
    const from = performance.now()
    await rival()
    took.rival.push(performance.now() - from)
  }
  const { size } = run.file
  const [own, other] = [median(took.engine), median(took.rival)]
  const speedOf = (ms: number) => size / 1e6 / (ms / 1000)
  const name = `${size / MiB} MiB to ${what}`
  return [
    tableOf(name, 'MB/s of file', [
      { case: rivalName, value: speedOf(other) },
      { case: 'the engine, with SHA-256', value: speedOf(own) },
    ]),
    targetTable(`${name}: ratio`, 'times', [
      { case: `the engine over ${rivalName}`, value: other / own, target: { atLeast } },
    ]),
  ]
}
