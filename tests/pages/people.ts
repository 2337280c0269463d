// What people do with accounts on the pages.
import type { Page } from 'playwright-core'
import { choose, sample } from './open-page.ts'

export type Typed = { username: string; password: string }

/** Uploads a small file, which makes the browser a guest with one mirror more. */
export async function uploadAs(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await choose(page, [sample(name, 1000)])
  await page.getByText('1 file uploaded').waitFor()
}

/** Fills in the form that makes an account, wherever it is, and sends it with Enter. */
export async function makeAccount(page: Page, { username, password }: Typed): Promise<void> {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

/** Fills in the form at `/signin` and sends it with Enter. */
export const signIn = makeAccount

/** The label of what has the focus. */
export const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement
    return element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : (element?.textContent ?? undefined)
  })

/** How many pixels of the page stick out to the right. */
export const stickingOut = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
