// How long a page takes to answer what is done to it, on a processor four times as slow: from the event to the next picture.
import type { Page } from 'playwright-core'
import { median } from '../table.ts'

const SLOWER = 4
const ROUNDS = 9

export type Interaction = {
  name: string
  path: string
  prepare?: (page: Page) => Promise<unknown>
  /** Done again and again, so it must leave the page ready for the next. */
  act: (page: Page) => Promise<unknown>
}

declare global {
  interface Window {
    slowest: number
  }
}

/** In the page: what the browser itself says of how long each event took, to 8 ms. */
const watch = () => {
  window.slowest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.slowest = Math.max(window.slowest, duration)
  }).observe(Object.assign({ type: 'event' }, { durationThreshold: 16 }))
}

const twoPictures = () =>
  new Promise<void>((resolve) => {
    // An event is reported after the picture that shows what it did.
    requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve())))
  })

/** In milliseconds: the slowest event of each round, and of those the middle one. An event below 16 ms counts as 16. */
export async function measure(page: Page, { prepare, act }: Interaction): Promise<number> {
  await prepare?.(page)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.evaluate(watch)
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await act(page)
    await page.evaluate(twoPictures)
    rounds.push(Math.max(16, await page.evaluate(() => window.slowest)))
    await page.evaluate(() => {
      window.slowest = 0
    })
  }
  await devtools.detach()
  return median(rounds)
}
