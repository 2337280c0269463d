// `npm run bench`: all benchmarks, or the parts that are named; prints tables and writes `bench/results.json`.
import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus, platform } from 'node:os'
import { join } from 'node:path'
import { parts } from './run-part.ts'
import { type BenchTable, printTable } from './table.ts'

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)
const tables: BenchTable[] = []
for (const name of wanted) {
  console.log(`\n${name} …`)
  for (const table of await run(name)) {
    tables.push(table)
    printTable(table)
  }
}
const machine = {
  node: process.version,
  platform: platform(),
  arch: arch(),
  cores: availableParallelism(),
  cpu: cpus()[0]?.model,
}
const results = { measuredAt: new Date().toISOString(), machine, tables }
await writeFile(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)

/** @throws {Error} when the part fails */
function run(name: string): Promise<BenchTable[]> {
  const child = fork(join(import.meta.dirname, 'run-part.ts'), [name], { env: { ...process.env, LOG_LEVEL: 'error' } })
  const heard: BenchTable[] = []
  child.on('message', (message: BenchTable[]) => heard.push(...message))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(heard) : reject(new Error(`${name} ended with ${code}.`))))
  })
}
