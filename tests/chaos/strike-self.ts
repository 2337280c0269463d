// Loaded before the product (`node --import`): kills or freezes its own process exactly when a transfer reaches a point.
import { subscribe } from 'node:diagnostics_channel'
import { writeSync } from 'node:fs'
import { z } from 'zod'
import { POINTS_CHANNEL } from '#server/mirroring/points.ts'
import { LAST_WORDS, STRIKE_VARIABLE, strikeSchema } from './strike.ts'

const message = z.object({ point: z.string(), facts: z.object({ host: z.string().optional() }) })

const told = process.env[STRIKE_VARIABLE]
if (told !== undefined) lieInWait(told)

function lieInWait(text: string): void {
  const { when, signal } = strikeSchema.parse(JSON.parse(text))
  if (!('point' in when)) throw new Error('A process strikes itself at points alone.')
  let arrivals = 0
  subscribe(POINTS_CHANNEL, (heard) => {
    const { point, facts } = message.parse(heard)
    if (point !== when.point || (when.host !== undefined && facts.host !== when.host)) return
    arrivals += 1
    if (arrivals !== when.arrival) return
    writeSync(2, `${LAST_WORDS}: ${point}\n`)
    // The signal is there before the call returns: nothing of the product runs after this line.
    process.kill(process.pid, signal)
  })
}
