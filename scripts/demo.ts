// `npm run demo`: `npm start` with a simulated host for each real one, on loopback: no account and no internet is needed.
import { publishEnvironment, readEnvironment } from '#server/env.ts'
import { lifecycle } from '#server/lifecycle.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator, SimulatorOptions } from '#tests/simulators/simulator.ts'
import { ensureBuild } from './application-build.ts'

const MB = 1_000_000

/** Slow enough to be watched, each at its own rate as real ones are, and fast enough for 200 MB in a quarter of a minute. */
const hosts: {
  name: string
  start: (options: SimulatorOptions) => Promise<Simulator<string>>
  options: SimulatorOptions
}[] = [
  { name: 'PixelDrain', start: startPixeldrain, options: { port: 4101, bytesPerSecond: 40 * MB, latencyMs: 60 } },
  { name: 'GoFile', start: startGofile, options: { port: 4102, bytesPerSecond: 25 * MB, latencyMs: 120 } },
  { name: 'Bunkr', start: startBunkr, options: { port: 4103, bytesPerSecond: 15 * MB, latencyMs: 90 } },
]

if (!(await ensureBuild())) process.exit(1)
// A fault of the environment ends the start below before anything is there to be ended.
if ('environment' in readEnvironment()) await startHosts()
await import('#server/main.ts')

/** They end with the product, which reaches them by the same variables as it would others. */
async function startHosts(): Promise<void> {
  for (const { name, start, options } of hosts) {
    const simulator = await start(options)
    lifecycle().onStop(`simulated ${name}`, () => Promise.resolve(simulator[Symbol.asyncDispose]()))
    publishEnvironment(simulator.env)
    console.log(`${name} is simulated at ${simulator.url}`)
  }
}
