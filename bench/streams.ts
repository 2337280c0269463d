// The two questions of the older system: what a file costs in time and memory when it streams, and when it is taken whole.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { publishEnvironment } from '#server/env.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import { bucket, s3 } from '#server/storage/s3.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { startCountingStorage } from './counting-storage.ts'
import { benchEnvironment } from './environment.ts'
import { type BenchTable, median, tableOf } from './table.ts'

const MiB = 1024 ** 2
/** Sizes in bytes, and how often each is gone through. */
const sizes = [
  { size: 64 * MiB, rounds: 3 },
  { size: 1024 * MiB, rounds: 1 },
]

const result = z.object({ ms: z.number(), peakBytes: z.number(), bytes: z.number() })
type Result = z.infer<typeof result>

export const streamCases = ['idle', 'download-stream', 'download-whole', 'upload-stream', 'upload-whole'] as const
export type StreamCase = (typeof streamCases)[number]

/** A process of its own for each, since the most memory that one had is told of a process as a whole. */
async function runCase(name: StreamCase, size: number, env: Record<string, string>): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stream-case.ts'), name, String(size)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`The case ${name} ended with ${String(code)}.`)
  const parsed = result.parse(JSON.parse(printed))
  if (name !== 'idle' && parsed.bytes !== size) throw new Error(`${name}: ${parsed.bytes} bytes of ${size}.`)
  return parsed
}

type Sized = (typeof sizes)[number]

/** Medians of the rounds, each of which goes through all cases. */
async function measure({ size, rounds }: Sized, env: Record<string, string>): Promise<Map<StreamCase, Result>> {
  const all = new Map<StreamCase, Result[]>(streamCases.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, results] of all) results.push(await runCase(name, size, env))
  return new Map(
    [...all].map(([name, results]) => [
      name,
      {
        ms: median(results.map(({ ms }) => ms)),
        peakBytes: median(results.map(({ peakBytes }) => peakBytes)),
        bytes: size,
      },
    ]),
  )
}

const labels: Record<StreamCase, string> = {
  idle: 'nothing at all',
  'download-stream': 'presigned stream',
  'download-whole': 'whole object by the SDK',
  'upload-stream': 'stream to a host',
  'upload-whole': 'whole object, then to a host',
}

const pairs = [
  ['Download', ['download-stream', 'download-whole']],
  ['Upload to a host', ['upload-stream', 'upload-whole']],
] as const

/** Runs on a storage and a simulated host of its own. */
export async function benchStreams(): Promise<BenchTable[]> {
  await using storage = await startCountingStorage()
  await using host = await startPixeldrain()
  const env = { ...benchEnvironment, ...storage.env, ...host.env }
  publishEnvironment(env)
  await ensureBucket()
  const tables: BenchTable[] = []
  for (const sized of sizes) {
    const { size } = sized
    const file = `${size / MiB} MiB`
    await s3().send(
      new PutObjectCommand({ Bucket: bucket(), Key: `size-${size}`, Body: Buffer.alloc(size, 'easymirror') }),
    )
    const results = await measure(sized, env)
    const of = (name: StreamCase) => results.get(name) ?? { ms: 0, peakBytes: 0 }
    const idle = of('idle').peakBytes
    for (const [what, cases] of pairs) {
      const rows = cases.map((name) => ({ case: labels[name], ...of(name) }))
      tables.push(
        tableOf(
          `${what}, ${file}: time`,
          'ms',
          rows.map((row) => ({ case: row.case, value: row.ms })),
        ),
        tableOf(
          `${what}, ${file}: most memory above an idle process`,
          'MiB',
          rows.map((row) => ({ case: row.case, value: Math.max(0, row.peakBytes - idle) / MiB })),
        ),
      )
    }
  }
  return tables
}
