// A step of a probe as a line for the operator, with what the host said where it failed.
import { HostError } from '#server/hosts/errors.ts'
import type { Step } from './steps.ts'

const marks = { ok: '✓', none: '–', failed: '✗' }

/** What an adapter throws holds no secret and no address of its own, so all of it is shown. */
function troubleOf(error: unknown): string {
  if (!(error instanceof HostError)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const cause = error.cause instanceof Error ? `\n    ${error.cause.message}` : ''
  return `the host ${error.message} (${error.kind})${cause}`
}

export function tell(step: Step): string {
  const told = step.outcome === 'failed' ? troubleOf(step.error) : step.told
  const time = step.outcome === 'none' ? '' : ` (${step.ms} ms)`
  return `${marks[step.outcome]} ${step.title}${time}: ${told}`
}
