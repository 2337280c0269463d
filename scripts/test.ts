// `npm test`: everything that must hold, or the parts that are named: `npm test -- types unit`.
import { type Outcome, type Part, parts, runPart } from './test-parts.ts'

type Line = { part: Part } & (Outcome | { skippedFor: string })

const names = process.argv.slice(2)
const unknown = names.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: take of ${parts.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}

const lines: Line[] = []
for (const part of chosen()) {
  console.log(`\n${part.name}: ${part.what}`)
  if (part.kind === 'tests' && part.needsBuild && buildFailed()) lines.push({ part, skippedFor: 'there is no build' })
  else lines.push({ part, ...(await runPart(part)) })
}
for (const line of lines) {
  if ('failures' in line) for (const text of line.failures) console.log(`\nFAILED ${text}`)
}
console.log(`\n${lines.map(lineOf).join('\n')}\n`)
const { passed, failed, skipped } = total()
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0

/** In their own order; tests that start the application bring its build with them. */
function chosen(): Part[] {
  if (names.length === 0) return [...parts]
  const wanted = parts.filter(({ name }) => names.includes(name))
  const needsBuild = wanted.some((part) => part.kind === 'tests' && part.needsBuild)
  return parts.filter((part) => wanted.includes(part) || (needsBuild && part.name === 'build'))
}

function buildFailed(): boolean {
  return lines.some((line) => line.part.name === 'build' && 'failed' in line && line.failed > 0)
}

function lineOf(line: Line): string {
  const name = line.part.name.padEnd(12)
  if ('skippedFor' in line) return `${name} FAILED   not run: ${line.skippedFor}`
  const { passed, failed, seconds } = line
  const counts = line.part.kind === 'check' ? line.part.what : `${passed} passed, ${failed} failed`
  return `${name} ${failed > 0 ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s   ${counts}`
}

/** A part that could not be run is a failure. */
function total(): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const line of lines) {
    if ('skippedFor' in line) sum.failed++
    else for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += line[key]
  }
  return sum
}
