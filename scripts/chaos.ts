// `npm run chaos`: every named point once and 20 runs of the product under kills and freezes, or those of `--seed 17`; ends with 1 where an invariant does not hold.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect, parseArgs } from 'node:util'
import { everyPoint } from '#tests/chaos/every-point.ts'
import { startOwnDatabases } from '#tests/chaos/own-databases.ts'
import { type Plan, planOf } from '#tests/chaos/plan.ts'
import { play, type Played } from '#tests/chaos/play.ts'
import { sharedWork } from '#tests/chaos/shared-work.ts'
import { tellStrike } from '#tests/chaos/strike.ts'
import { cleanUp } from '#tests/support/cleanup.ts'
import { ensureBuild } from './application-build.ts'

const SEEDS = 20
const artifacts = join(import.meta.dirname, '..', 'tests', '.artifacts')

const { values } = parseArgs({ options: { seed: { type: 'string', multiple: true } } })
const known = [...everyPoint, sharedWork]
const all = [...known.map(({ seed }) => seed), ...Array.from({ length: SEEDS }, (_, index) => index + 1)]
const seeds = values.seed?.map(Number) ?? all
if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 0)) {
  console.error('--seed takes a whole number.')
  process.exit(1)
}
if (!(await ensureBuild())) process.exit(1)

const results: Played[] = []
await using databases = await startOwnDatabases()
for (const seed of seeds) results.push(await run(known.find((plan) => plan.seed === seed) ?? planOf(seed)))
summarize()

async function run(plan: Plan): Promise<Played> {
  const played = await play(plan, () => databases.create()).catch(brokenOff)
  await cleanUp({ failed: played.violations.length > 0 })
  const { violations, blows, duplicates, takeovers, seconds } = played
  const kind = plan.setting === 'embedded' ? 'embedded' : plan.instances.length > 1 ? 'two instances' : 'outside'
  const told = blows.map(({ strike, by }) => tellStrike(strike, by)).join(', ') || 'no blow came about'
  const slowest = takeovers.length > 0 ? `, taken over in ${(Math.max(...takeovers) / 1000).toFixed(1)} s` : ''
  console.log(
    `seed ${plan.seed} ${violations.length > 0 ? 'FAILED' : 'ok'}, ${kind}, ${seconds.toFixed(0)} s: ${told}${slowest}; ${duplicates} duplicates`,
  )
  if (violations.length > 0) await tellFailure(plan, played)
  return played
}

/** Such as by an instance that ended although nobody had struck it. */
function brokenOff(error: unknown): Played {
  const violations = [`It was broken off: ${inspect(error)}`]
  return { violations, duplicates: 0, blows: [], takeovers: [], seconds: 0, logs: [] }
}

/** The plan says all that is needed to see what happened; what the instances logged is kept beside it. */
async function tellFailure(plan: Plan, { violations, logs }: Played): Promise<void> {
  const kept = join(artifacts, `chaos-${plan.seed}.log`)
  await mkdir(artifacts, { recursive: true })
  await writeFile(kept, logs.join('\n=== the other instance ===\n'))
  for (const violation of violations) console.log(`  ${violation}`)
  console.log(`  plan: ${JSON.stringify(plan)}\n  logs: ${kept}\n  again: npm run chaos -- --seed ${plan.seed}`)
}

function summarize(): void {
  const blows = results.flatMap((each) => each.blows)
  const of = (signal: string) => blows.filter(({ strike }) => strike.signal === signal)
  const points = new Set(
    blows.flatMap(({ strike: { when }, by }) => ('point' in when && by === 'point' ? [when.point] : [])),
  )
  const takeovers = results.flatMap((each) => each.takeovers)
  const failed = results.filter(({ violations }) => violations.length > 0).length
  console.table({
    runs: results.length,
    failed,
    kills: of('SIGKILL').length,
    freezes: of('SIGSTOP').length,
    'points that were struck': points.size,
    'takeovers measured': takeovers.length,
    'slowest takeover, s': takeovers.length > 0 ? Number((Math.max(...takeovers) / 1000).toFixed(1)) : '–',
    'duplicates that nobody could know of': results.reduce((sum, { duplicates }) => sum + duplicates, 0),
  })
  process.exitCode = failed > 0 ? 1 : 0
}
