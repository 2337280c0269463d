// What vitest wrote of a run: how many tests passed, and what is to be said of those that did not.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

export type Report = z.infer<typeof reportSchema>
type FileReport = Report['testResults'][number]

/** Undefined when vitest ended before it wrote one. */
export const readReport = (path: string): Promise<Report | undefined> =>
  readFile(path, 'utf8').then(
    (text) => reportSchema.parse(JSON.parse(text)),
    () => undefined,
  )

const failedTests = ({ assertionResults }: FileReport) => assertionResults.filter(({ status }) => status === 'failed')

/** A file that fails though none of its tests does: it could not be loaded, or tidied up. */
const isBroken = (file: FileReport): boolean => file.status === 'failed' && failedTests(file).length === 0

/** A broken file counts as one failure, and so does a run that ends badly for a reason that no file knows. */
export function countTests(report: Report | undefined, code: number) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const failed = report.numFailedTests + report.testResults.filter(isBroken).length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Characters of one failure's text that are shown. */
const MOST = 3000

const told = (title: string, text: string) => `${title}\n${stripVTControlCharacters(text).slice(0, MOST)}`

/** Where, what and why, for each test that failed and each file that is broken. */
export const failuresOf = (report: Report | undefined): string[] =>
  (report?.testResults ?? []).flatMap((file) => {
    const where = relative(process.cwd(), file.name)
    const tests = failedTests(file).map(({ fullName, failureMessages }) =>
      told(`${where}: ${fullName}`, (failureMessages ?? []).join('\n')),
    )
    return isBroken(file) ? [...tests, told(where, file.message)] : tests
  })
