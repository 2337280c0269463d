// Runs one program of the project at a time, and ends it when this process is told to end.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const binaries = join(root, 'node_modules', '.bin')

export type Finished = { code: number; output: string }

type Program = {
  file: string
  args: readonly string[]
  /** Whether its output is seen while it runs; it is collected either way. */
  show: boolean
}

/**
 * Runs a program in the project's folder, with the project's own Node first in its path.
 * @returns its exit status, 1 when a signal ended it
 * @throws {Error} when it cannot be started
 */
export function runProgram({ file, args, show }: Program): Promise<Finished> {
  const path = `${binaries}:${process.env['PATH'] ?? ''}`
  const child = spawn(file, args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] })
  const passOn = (signal: NodeJS.Signals) => {
    child.once('close', () => process.exit(1))
    child.kill(signal)
  }
  process.on('SIGTERM', passOn).on('SIGINT', passOn)
  let output = ''
  const keep = (text: string) => {
    output += text
    if (show) process.stdout.write(text)
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn)
      resolve({ code: code ?? 1, output })
    })
  })
}
