// The product with simulated hosts and a browser, for tests that look at pages.
import type { Browser } from 'playwright-core'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import type { Simulator, SimulatorOptions } from '#tests/simulators/simulator.ts'
import { startApp } from '#tests/support/app.ts'
import { openChromium } from '#tests/support/chromium.ts'
import { whenFileEnds } from '#tests/support/cleanup.ts'

export type Product = {
  /** No slash at the end. */
  url: string
  databaseUrl: string
  pixeldrain: Simulator
  gofile: Simulator
  bunkr: Simulator
  browser: Browser
}

/** Starts one of each; all end with the test file. */
export async function openProduct(options: SimulatorOptions & { env?: Record<string, string> } = {}): Promise<Product> {
  const { env, ...simulated } = options
  const [pixeldrain, gofile, bunkr] = await Promise.all([
    startPixeldrain(simulated),
    startGofile(simulated),
    startBunkr(simulated),
  ])
  for (const simulator of [pixeldrain, gofile, bunkr]) whenFileEnds(() => simulator[Symbol.asyncDispose]())
  const [app, browser] = await Promise.all([
    startApp({ env: { ...pixeldrain.env, ...gofile.env, ...bunkr.env, ...env } }),
    openChromium(),
  ])
  return { url: app.url, databaseUrl: app.databaseUrl ?? '', pixeldrain, gofile, bunkr, browser }
}
