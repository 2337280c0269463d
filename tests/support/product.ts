// The product as a process of its own: `node server/main.ts` with an environment that holds what is given and no more.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { whenFileEnds } from './cleanup.ts'

const root = join(import.meta.dirname, '..', '..')

/** What any program needs, and the compiled modules of earlier starts, which save a third of each. */
const machine: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  NODE_COMPILE_CACHE: join(root, 'tests', '.artifacts', 'compiled'),
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
}

/** How a process ended, and how many milliseconds after it was asked to. */
export type ExitInfo = { code: number | null; signal: NodeJS.Signals | null; ms: number }

export type ProductProcess = {
  pid: number
  stdout(): string
  /** All that it printed to stderr: its log. */
  log(): string
  exited: Promise<Omit<ExitInfo, 'ms'>>
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<ExitInfo>
  /** Resolves when `pattern` stands on stdout. @throws {Error} with the log when the process ends first */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** The same of its log. */
  logged(pattern: RegExp): Promise<RegExpExecArray>
}

type Options = { env: Record<string, string>; cwd?: string; args?: string[]; program?: string[] }

/** Starts the product, or `program` in its place; it is killed when the test file is over. */
export function spawnProduct({ env, cwd = root, args = [], program = [] }: Options): ProductProcess {
  const [file = process.execPath, ...before] = program
  const script = program.length > 0 ? [] : [join(root, 'server', 'main.ts')]
  const child = spawn(file, [...before, ...script, ...args], {
    cwd,
    env: { ...machine, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const product = watch(child)
  whenFileEnds(() => product.end('SIGKILL'))
  return product
}

function watch(child: ChildProcess): ProductProcess {
  const printed = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text
  })
  const exited = new Promise<Omit<ExitInfo, 'ms'>>((resolve, reject) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
    child.once('error', reject)
  })
  const end = async (signal: NodeJS.Signals) => {
    const from = performance.now()
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return { ...(await exited), ms: performance.now() - from }
  }
  const found = (stream: keyof typeof printed, pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(printed[stream])
        if (match) resolve(match)
      }
      look()
      child[stream]?.on('data', look)
      void exited.then(
        ({ code, signal }) => reject(new Error(`The product ended with ${code ?? signal}:\n${printed.stderr}`)),
        reject,
      )
    })
  return {
    pid: child.pid ?? -1,
    stdout: () => printed.stdout,
    log: () => printed.stderr,
    exited,
    end,
    printed: (pattern) => found('stdout', pattern),
    logged: (pattern) => found('stderr', pattern),
  }
}
