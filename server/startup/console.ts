// What libraries print becomes lines of the log: JSON on stderr, with the same things hidden.
import { format } from 'node:util'
import { log } from '#server/log.ts'

/** An error is told as the log tells errors: as it is printed otherwise, it shows all of its properties. */
const lineOf =
  (level: 'debug' | 'warn' | 'error') =>
  (...values: unknown[]): void => {
    const error = values.find((value) => value instanceof Error)
    const words = values.filter((value) => value !== error)
    log[level]({ from: 'console', ...(error && { err: error }) }, format(...words).trim())
  }

/** Puts the log in the place of the console of this process. */
export function sendConsoleToLog(): void {
  const [told, warn, error] = [lineOf('debug'), lineOf('warn'), lineOf('error')]
  Object.assign(globalThis.console, { log: told, info: told, debug: told, trace: told, warn, error })
}
