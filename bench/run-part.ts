// One part of the benchmarks in a process of its own, so that each has its own environment, database and memory.
import { benchFirstByte } from './engine/first-byte.ts'
import { benchInstances } from './engine/instances.ts'
import { benchMemory } from './engine/memory.ts'
import { benchRclone } from './engine/rclone.ts'
import { benchSlowHost } from './engine/slow-host.ts'
import { benchSmallFiles } from './engine/small-files.ts'
import { benchStatements } from './engine/statements.ts'
import { benchThroughput, benchTls } from './engine/throughput.ts'
import { benchHistory } from './history.ts'
import { benchPages } from './pages/pages.ts'
import { benchReads } from './reads.ts'
import { benchStreams } from './streams.ts'
import type { BenchTable } from './table.ts'

export const parts: Record<string, () => Promise<BenchTable[]>> = {
  streams: benchStreams,
  reads: benchReads,
  'engine/throughput': benchThroughput,
  'engine/tls': benchTls,
  'engine/rclone': benchRclone,
  'engine/slow-host': benchSlowHost,
  'engine/memory': benchMemory,
  'engine/small-files': benchSmallFiles,
  'engine/first-byte': benchFirstByte,
  'engine/statements': benchStatements,
  'engine/instances': benchInstances,
  history: benchHistory,
  pages: benchPages,
}

if (import.meta.main) {
  const part = parts[process.argv[2] ?? '']
  if (!part) throw new Error(`There is no part ${process.argv[2]}: take of ${Object.keys(parts).join(', ')}.`)
  const tables = await part()
  process.send?.(tables)
  if (process.connected) process.disconnect()
}
