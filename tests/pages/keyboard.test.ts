// The main job without a mouse.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { mirrorButton, openPage, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

const MOST_TABS = 60

/** Presses Tab until an element of this role and name has the focus. */
async function tabTo(page: Page, role: 'button' | 'checkbox' | 'link', name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first()
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not reach the ${role} ${String(name)}.`)
}

it('goes from the first file to the share page', async () => {
  const { page } = await openPage(product, '/', { permissions: ['clipboard-read', 'clipboard-write'] })
  // Asked for first: the browser has to be told to hand its dialogs over.
  const dialog = page.waitForEvent('filechooser')
  await tabTo(page, 'button', 'Choose files')
  await page.keyboard.press('Enter')
  await (await dialog).setFiles([sample('a.txt', 1000)])
  await page.getByRole('heading', { name: 'a.txt' }).waitFor()

  await tabTo(page, 'button', 'No account')
  await page.keyboard.press('Enter')
  expect(await page.getByRole('checkbox', { name: 'Bunkr' }).getAttribute('aria-checked')).toBe('false')
  await tabTo(page, 'checkbox', 'Bunkr')
  await page.keyboard.press('Space')
  expect(await page.getByRole('checkbox', { name: 'Bunkr' }).getAttribute('aria-checked')).toBe('true')
  await page.keyboard.press('Space')
  expect(await page.getByRole('checkbox', { name: 'Bunkr' }).getAttribute('aria-checked')).toBe('false')
  const label = await mirrorButton(page).textContent()
  await tabTo(page, 'button', label ?? '')
  await page.keyboard.press('Enter')
  await page.getByText(/^On \d hosts?, (all )?checked\.$/).waitFor()

  await tabTo(page, 'link', /\/mirror\/[0-9a-f-]+$/)
  const [share] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
  await share.getByRole('heading', { name: 'Where to get it' }).waitFor()
  await share.close()

  await tabTo(page, 'button', 'Copy in another form')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: /^All \d links$/ }).waitFor()
  await page.keyboard.press('m')
  await page.keyboard.press('Enter')
  await page.getByText('Copied the links as Markdown.').waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('- [GoFile](')
})

it('skips to the content, and switches the theme', async () => {
  const { page } = await openPage(product, '/', { colorScheme: 'light' })
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await tabTo(page, 'button', /^Theme: as the system/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Theme: light/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
  await page.reload()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')
})
