// A server as a child process on a port of 127.0.0.1, from its first connection to its end.
import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const running: ChildProcess[] = []

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Starts it and waits until it listens. @throws {Error} with what it printed when it does not within ten seconds */
export async function startProcess(command: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      printed = (printed + bytes.toString()).slice(-4000)
    })
  child.once('error', (error) => {
    printed += error.message
  })
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return
    await sleep(100)
  }
  throw new Error(`${command} does not listen: ${printed}`)
}

export function endAll(): void {
  for (const child of running) child.kill('SIGTERM')
}
