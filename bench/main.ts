// `npm run bench`: all benchmarks, or the parts and folders of parts that are named; prints tables and writes `bench/results.json`.
import { fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus, platform } from 'node:os'
import { join } from 'node:path'
import { parts } from './run-part.ts'
import { type BenchTable, printTable } from './table.ts'

const named = process.argv.slice(2)
const isNamed = (part: string) => named.some((name) => part === name || part.startsWith(`${name}/`))
const wanted = Object.keys(parts).filter((part) => named.length === 0 || isNamed(part))
if (wanted.length === 0) throw new Error(`There is no such part: take of ${Object.keys(parts).join(', ')}.`)
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
