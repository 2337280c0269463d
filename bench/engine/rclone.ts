// How fast the engine brings a file to six WebDAV servers, over `rclone copyurl` from the same URL to each of them at once.
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { presignRead } from '#server/storage/presign.ts'
import { freePort } from '#tests/support/free-port.ts'
import { stageFile } from '../staged-file.ts'
import type { BenchTable } from '../table.ts'
import { contest, hostsAt, mirrorOnce } from './contest.ts'
import { startEngine } from './engine.ts'
import { openFolder, openGround } from './ground.ts'
import { isInstalled, runToEnd } from './programs.ts'

const MiB = 1024 ** 2
/** Six copies of it are in memory, where the servers keep them. */
const SIZE = 512 * MiB
const HOSTS = 6
const ROUNDS = 3
const POLL_MS = 20

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Serves a new folder by WebDAV until the stack ends. @returns its URL */
async function serve(stack: AsyncDisposableStack, folder: string): Promise<string> {
  const port = await freePort()
  await mkdir(folder)
  const args = ['serve', 'webdav', folder, '--addr', `127.0.0.1:${port}`, '--config=', '--log-level', 'ERROR']
  const server = spawn('rclone', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise((resolve) => server.once('close', resolve))
  stack.defer(async () => {
    server.kill()
    await ended
  })
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`rclone ended with ${server.exitCode}.`)
    await sleep(POLL_MS)
  }
  return `http://127.0.0.1:${port}`
}

/** Runs on a database, a storage and servers of its own. */
export async function benchRclone(): Promise<BenchTable[]> {
  if (!(await isInstalled('rclone'))) {
    console.log('rclone is not installed, so that there is nothing to compare with.')
    return []
  }
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  const folder = await openFolder(stack, 'memory')
  const urls: string[] = []
  for (let host = 0; host < HOSTS; host++) urls.push(await serve(stack, join(folder, String(host))))
  const engine = stack.use(startEngine(env))
  const hosts = hostsAt(urls)
  await mirrorOnce({ engine, file: await stageFile(MiB), hosts })
  const file = await stageFile(SIZE)
  const from = await presignRead(file.key)
  const copy = (url: string) => runToEnd('rclone', ['copyurl', from, ':webdav:copy', '--webdav-url', url, '--config='])
  return await contest({
    engine,
    file,
    hosts,
    what: `${HOSTS} WebDAV servers of rclone`,
    atLeast: 1.5,
    rounds: ROUNDS,
    rivalName: `${HOSTS} times rclone copyurl`,
    rival: () => Promise.all(urls.map(copy)),
  })
}
