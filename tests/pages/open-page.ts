// A page in a browser context of its own, with what it says on the console.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { allLooks } from './looks.ts'
import type { Product } from './open-product.ts'
import { still } from './still.ts'

export type OpenPage = {
  page: Page
  /** Errors and warnings of the console, and exceptions; a 404 that a test asks for is one too. */
  noise: string[]
}

/** What Playwright says itself of a service worker that it keeps away. */
const BLOCKED = 'Service Worker registration blocked by Playwright'

/** Opens `path` as somebody who was never here before. */
export async function openPage(
  product: Pick<Product, 'url' | 'browser'>,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  // What runs beside the pages is a process of its own for each context, and none of what most tests look at.
  const context = await product.browser.newContext({ baseURL: product.url, serviceWorkers: 'block', ...options })
  const page = await context.newPage()
  // Before the test's own limit, so that the error names what did not come.
  page.setDefaultTimeout(45_000)
  const noise: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    if (['error', 'warning'].includes(message.type()) && text !== BLOCKED) noise.push(text)
  })
  page.on('pageerror', (error) => noise.push(error.message))
  await page.goto(path)
  if (options.javaScriptEnabled !== false) await awake(page)
  return { page, noise }
}

/** React has taken over the page and has nothing left to do: what is done to it from now on is heard. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main') ?? {}).some((key) => key.startsWith('__react')),
  )
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

/** A file for a file input, of `size` bytes. */
export const sample = (name: string, size: number) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.alloc(size, name),
})

type Sample = ReturnType<typeof sample>

/** Chooses files as the system's dialog would hand them over. */
export const choose = (page: Page, files: Sample[] | string): Promise<void> =>
  page.getByLabel('Files to upload').setInputFiles(files)

/** Makes a drag of files over the window, and gives what lets them go. */
export async function drag(page: Page, files: Sample[]): Promise<{ drop(): Promise<void> }> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer()
      for (const { name, text } of given)
        data.items.add(new File([Uint8Array.from(text, (character) => character.charCodeAt(0))], name))
      return data
    },
    files.map(({ name, buffer }) => ({ name, text: buffer.toString('latin1') })),
  )
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  return { drop: () => page.dispatchEvent('body', 'drop', { dataTransfer: transfer }) }
}

/** The row of a host while a mirror is under way. */
export const hostRow = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })

/** The button that sends the files on. */
export const mirrorButton = (page: Page): Locator => page.getByRole('button', { name: /^Mirror to/ })

/** The address of the share page, which stands in the bar from the first second. */
export async function shareLink(page: Page): Promise<string> {
  const link = await page.getByTitle('The share page, in a new tab').getAttribute('href')
  if (link === null) throw new Error('The share link has no address.')
  return link
}

const pictures = join(import.meta.dirname, '..', '.artifacts', 'pages')

/** Keeps a picture of what is in view, for people to look at, where they ask for it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!allLooks) return
  await still(page)
  if (!existsSync(pictures)) await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
