// Programs of the machine that the engine is compared with: whether they are there, and running them to their end.
import { type ChildProcess, spawn } from 'node:child_process'

/** Whether a program is installed. */
export async function isInstalled(program: string): Promise<boolean> {
  const child = spawn('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' })
  return (await endOf(child)) === 0
}

/** @throws {Error} with what it said on stderr when it ends with another status than 0 */
export async function runToEnd(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const code = await endOf(child)
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${said}`)
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))

/** curl reads from one address and another curl puts it to the other, as people do by hand. */
export const pipe = (from: string, to: string, authority: string | null): Promise<void> =>
  runToEnd('sh', [
    '-c',
    'from=$1; to=$2; shift 2; curl -sS --fail "$@" "$from" | curl -sS --fail "$@" -T - "$to" >/dev/null',
    'sh',
    from,
    to,
    ...(authority === null ? [] : ['--cacert', authority]),
  ])
