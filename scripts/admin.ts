// `npm run admin -- <what>`: what only the operator does, on the database of this instance, whether it runs or not.
import { readEnvironment } from '#server/env.ts'
import { speedUpResolution } from '#server/startup/module-resolution.ts'
import { readOrder, usage } from './admin/order.ts'

const order = readOrder(process.argv.slice(2))
if (!order) {
  console.error(usage)
  process.exit(1)
}
const read = readEnvironment()
if ('faults' in read) {
  for (const { variable, message } of read.faults) console.error(`${variable}: ${message}`)
  process.exit(1)
}
// Loaded here, so that what makes no sense is told at once.
speedUpResolution()
const { run } = await import('./admin/carry-out.ts')
process.exit(await run(order, read.environment))
