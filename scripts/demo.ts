// `npm run demo`: `npm start` with a simulated host for each real one, on loopback: no account and no internet is needed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishEnvironment, readEnvironment } from '#server/env.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { ensureBuild } from './application-build.ts'
import { demoHosts, firstPort } from './demo-hosts.ts'

const MB = 1_000_000

if (!(await ensureBuild())) process.exit(1)
// A fault of the environment ends the start below before anything is there to be ended.
if ('environment' in readEnvironment()) await startHosts()
await import('#server/main.ts')

/** They end with the product, which reaches them by the same variables and the same file as it would others. */
async function startHosts(): Promise<void> {
  const entries: Record<string, unknown>[] = []
  for (const [index, { name, start, pace, wishes = {}, entry }] of demoHosts.entries()) {
    const [megabytes, latencyMs] = pace
    const simulator = await start({ port: firstPort + index, bytesPerSecond: megabytes * MB, latencyMs })
    lifecycle().onStop(`simulated ${name}`, () => Promise.resolve(simulator[Symbol.asyncDispose]()))
    publishEnvironment({ ...simulator.env, ...wishes })
    if (entry) entries.push(entry(simulator.url))
    console.log(`${name} is simulated at ${simulator.url}`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'easymirror-demo-'))
  lifecycle().onStop('the file of hosts', () => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'hosts.json')
  await writeFile(path, JSON.stringify(entries))
  publishEnvironment({ HOSTS_FILE: path })
}
