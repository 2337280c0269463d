// The parts of `npm test`, in the order in which they run: what is quick to fail comes first.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runProgram } from './run-program.ts'

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

export type Outcome = { passed: number; failed: number; skipped: number; seconds: number }

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
  if (part.kind === 'tests') return { ...count(await readReport(report), finished.code), seconds }
  if (finished.code !== 0) process.stdout.write(finished.output)
  return { passed: finished.code === 0 ? 1 : 0, failed: finished.code === 0 ? 0 : 1, skipped: 0, seconds }
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

type Report = z.infer<typeof reportSchema>

/** Undefined when vitest ended before it wrote one. */
const readReport = (path: string): Promise<Report | undefined> =>
  readFile(path, 'utf8').then(
    (text) => reportSchema.parse(JSON.parse(text)),
    () => undefined,
  )

/**
 * A file that fails though none of its tests does (it could not be loaded, or tidied up) counts as one failure, and so
 * does a run that ends badly for a reason that no file knows.
 */
function count(report: Report | undefined, code: number): Omit<Outcome, 'seconds'> {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const files = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  )
  const failed = report.numFailedTests + files.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
