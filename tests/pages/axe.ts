// What axe-core finds wrong with a page for people who see, hear or move differently.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { still } from './still.ts'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Finding = { id: string; impact?: string | null; nodes: { html: string; failureSummary?: string }[] }

declare global {
  interface Window {
    axe: { run(options: { resultTypes: string[] }): Promise<{ violations: Finding[] }> }
  }
}

/** Serious and critical findings of a page that has come to rest, one line each, with the first element concerned. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await still(page)
  // Not as a script of the page, which its content security policy refuses.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source)
  // What is in order, and where, is far longer than what is not.
  const violations = await page.evaluate(async () => (await window.axe.run({ resultTypes: ['violations'] })).violations)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
}
