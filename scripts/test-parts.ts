// The parts of `npm test`, in the order in which they run: what is quick to fail comes first.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'
import { countTests, failuresOf, readReport } from './test-report.ts'

const artifacts = join(import.meta.dirname, '..', 'tests', '.artifacts')

/** A check is a script of package.json and counts as one; tests are a project of vitest's configuration and count each. */
export type Part = { name: string; what: string } & (
  | { kind: 'check'; script: string }
  /** Many wait, for leases, retries and hosts that say nothing, so that more files than cores keep two cores busy. */
  | { kind: 'tests'; needsBuild: boolean; workers: number }
)

export const parts: readonly Part[] = [
  { name: 'types', what: 'TypeScript agrees', kind: 'check', script: 'types' },
  { name: 'lint', what: 'rules, walls and sizes', kind: 'check', script: 'lint' },
  { name: 'format', what: 'Biome would change nothing', kind: 'check', script: 'format:check' },
  { name: 'migrations', what: 'they make the schema', kind: 'check', script: 'db:check' },
  { name: 'build', what: 'the application that the tests below start', kind: 'check', script: 'build:changed' },
  { name: 'unit', what: 'parts on their own', kind: 'tests', needsBuild: false, workers: 4 },
  {
    name: 'integration',
    what: 'the server with database, storage and hosts',
    kind: 'tests',
    needsBuild: true,
    workers: 3,
  },
  { name: 'browser', what: 'pages in Chromium', kind: 'tests', needsBuild: true, workers: 2 },
]

/** `failures` tells of each that failed what it was and why: long output is cut where it is kept, and its end is what is read. */
export type Outcome = { passed: number; failed: number; skipped: number; seconds: number; failures: readonly string[] }

/** Runs one part to its end and keeps all that it printed in `tests/.artifacts`. */
export async function runPart(part: Part): Promise<Outcome> {
  await mkdir(artifacts, { recursive: true })
  const from = performance.now()
  const report = join(artifacts, `${part.name}.json`)
  await rm(report, { force: true })
  const finished =
    part.kind === 'check'
      ? await runProgram({ file: 'npm', args: ['run', '--silent', part.script], show: false })
      : await runProgram({
          file: 'vitest',
          args: ['run', '--project', part.name, `--maxWorkers=${part.workers}`, `--outputFile.json=${report}`],
          show: true,
        })
  await writeFile(join(artifacts, `${part.name}.log`), finished.output)
  const seconds = (performance.now() - from) / 1000
  if (part.kind === 'tests') {
    const found = await readReport(report)
    return { ...countTests(found, finished.code), failures: failuresOf(found), seconds }
  }
  const good = finished.code === 0
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, seconds, failures: good ? [] : [finished.output] }
}
