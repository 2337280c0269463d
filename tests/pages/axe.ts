// What axe-core finds wrong with a page for people who see, hear or move differently.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

type Finding = { id: string; impact?: string | null; nodes: { html: string; failureSummary?: string }[] }

declare global {
  interface Window {
    axe: { run(): Promise<{ violations: Finding[] }> }
  }
}

/** Serious and critical findings, one line each, with the first element concerned. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Not as a script of the page, which its content security policy refuses.
  await page.evaluate(await readFile(script, 'utf8'))
  const { violations } = await page.evaluate(() => window.axe.run())
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
}
