// What is done with a mirror once it has a link: copied in every form, shown as a QR code, shared, waited for, tried again.
import { readFile } from 'node:fs/promises'
import jsQR from 'jsqr'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { choose, hostRow, mirrorButton, openPage, picture, sample, shareLink } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

declare global {
  interface Window {
    /** What was handed to the browser's own parts. */
    handed: { title?: string | undefined; url?: string | undefined; body?: string | undefined }[]
  }
}

let product: Product

beforeAll(async () => {
  product = await openProduct()
})
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

async function begun(name: string, options: BrowserContextOptions = {}) {
  const opened = await openPage(product, '/', options)
  await choose(opened.page, [sample(name, 1000)])
  return { ...opened, share: await shareLink(opened.page) }
}

const whenOver = (page: Page) => page.getByText(/^On \d hosts, all checked\.$/).waitFor()

it('copies the links in every form, with names that stay text', async () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const { page, noise, share } = await begun('<b>[x](y).txt', { permissions, colorScheme: 'dark' })
  await mirrorButton(page).click()
  await whenOver(page)
  const urls = await Promise.all(
    ['PixelDrain', 'GoFile', 'Bunkr', 'This server'].map((host) =>
      page.getByRole('link', { name: new RegExp(`opens ${host}`) }).getAttribute('href'),
    ),
  )

  const copied = async (item: RegExp | string, said: string) => {
    await page.getByRole('button', { name: 'Copy in another form' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await page.getByText(said).waitFor({ state: 'attached' })
    return page.evaluate(() => navigator.clipboard.readText())
  }
  expect(await copied(/^All 4 links$/, 'Copied the 4 links.')).toBe(urls.join('\n'))
  expect(await copied('Share link', 'Copied the share link.')).toBe(share)
  expect(await copied('Markdown', 'Copied the links as Markdown.')).toContain(String.raw`[\<b\>\[x\](y).txt](${share})`)
  expect(await copied('BBCode', 'Copied the links as BBCode.')).toContain(`[url=${share}]<b>(x)(y).txt[/url]`)
  expect(await copied('HTML', 'Copied the links as HTML.')).toContain(`<a href="${share}">&lt;b&gt;[x](y).txt</a>`)

  await page.getByRole('button', { name: 'Copy in another form' }).click()
  await page.getByRole('menuitem', { name: 'Markdown' }).waitFor()
  await picture(page, '1440-dark-copy-menu')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Copy in another form')
  expect(noise).toEqual([])
  await page.context().close()
})

/** What a reader of QR codes makes of a picture. */
async function readQr(page: Page, png: Buffer): Promise<string | undefined> {
  const { data, width, height } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const size = { resizeWidth: 256, resizeHeight: 256, resizeQuality: 'high' } as const
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), size)
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    if (!context) throw new Error('a canvas')
    context.drawImage(image, 0, 0)
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height)
    return { data: Array.from(pixels), width: image.width, height: image.height }
  }, png.toString('base64'))
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data
}

it('shows the share link as a QR code before anything is sent, and saves it', async () => {
  const { page, noise, share } = await begun('code.txt', { ...phone, colorScheme: 'dark' })
  await page.getByRole('button', { name: 'QR code' }).click()
  const dialog = page.getByRole('dialog', { name: 'code.txt as a QR code' })
  const code = dialog.getByRole('img', { name: `QR code of ${share}` })
  await code.waitFor()
  await picture(page, '390-dark-qr-code')
  expect(await seriousFindings(page)).toEqual([])
  expect(await stickingOut(page)).toBeLessThanOrEqual(0)
  expect(await readQr(page, await code.screenshot())).toBe(share)

  const save = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name }).click()])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }
  const png = await save('Save as PNG')
  expect(png.name).toBe('code.txt QR.png')
  expect(await readQr(page, png.bytes)).toBe(share)
  const svg = await save('Save as SVG')
  expect(svg.name).toBe('code.txt QR.svg')
  expect(svg.bytes.toString()).toMatch(/^<svg [^>]+><path fill="#fff"[^>]+><path d="M[^"]+"\/><\/svg>\n$/)

  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('QR code')
  expect(noise).toEqual([])
  await page.context().close()
})

it('hands the link to the system’s sheet on a phone that has one, and offers nothing elsewhere', async () => {
  const { page } = await openPage(product, '/', phone)
  await page.context().addInitScript(() => {
    window.handed = []
    navigator.share = (data) => {
      window.handed.push({ title: data?.title, url: data?.url })
      return Promise.resolve()
    }
  })
  await page.goto('/')
  await choose(page, [sample('phone.txt', 10)])
  const share = await shareLink(page)
  await page.getByRole('button', { name: 'Share', exact: true }).tap()
  expect(await page.evaluate(() => window.handed)).toEqual([{ title: 'phone.txt', url: share }])
  await page.context().close()

  const desktop = await begun('desktop.txt')
  expect(await desktop.page.getByRole('button', { name: 'Share', exact: true }).count()).toBe(0)
  await desktop.page.context().close()
})

/** The browser's own notifications are noted; the page believes that nobody looks at it. */
async function watchNotifications(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    window.handed = []
    window.Notification = class extends window.Notification {
      // A browser without a window says no to itself.
      static override get permission() {
        return 'granted' as const
      }
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        window.handed.push({ title, body: options?.body })
      }
    }
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
  })
  await page.goto('/')
}

it('tells when the mirror is over, once, and remembers that it should', async () => {
  const { page } = await openPage(product, '/', { permissions: ['notifications'] })
  await watchNotifications(page)
  const mirrorSlowly = async (name: string) => {
    product.gofile.fail({ kind: 'slow-reply', on: 'upload', ms: 5000 })
    await choose(page, [sample(name, 1000)])
    await mirrorButton(page).click()
    await page.getByRole('button', { name: 'Tell me when it is done' }).waitFor()
  }
  await mirrorSlowly('first.txt')
  await page.getByRole('button', { name: 'Tell me when it is done' }).click()
  await page.getByRole('button', { name: 'Tell me when it is done', pressed: true }).waitFor()
  await whenOver(page)
  await page.waitForFunction(() => window.handed.length > 0)
  expect(await page.evaluate(() => window.handed)).toEqual([
    { title: 'first.txt', body: expect.stringMatching(/^On \d hosts, all checked\.$/) },
  ])

  await page.goto('/')
  await mirrorSlowly('second.txt')
  await whenOver(page)
  await page.waitForFunction(() => window.handed.length > 0)
  expect(await page.evaluate(() => window.handed.map(({ title }) => title))).toEqual(['second.txt'])
  await page.context().close()
})

it('says so when the browser lets nobody be told, and when a host fails, which is tried again', async () => {
  const { page, noise } = await begun('stubborn.txt', { colorScheme: 'light' })
  product.pixeldrain.fail({ kind: 'status', on: 'upload', status: 413 })
  product.bunkr.fail({ kind: 'slow-reply', on: 'upload', ms: 3000 })
  await mirrorButton(page).click()
  await page.getByRole('button', { name: 'Tell me when it is done' }).click()
  await page.getByText(/^The browser does not let this page tell you/).waitFor()
  await page.getByText(/^On \d of \d hosts, 1 failed\.$/).waitFor()
  const sentence = page
    .getByRole('listitem')
    .getByText(/^PixelDrain .+\.$/)
    .last()
  await sentence.waitFor()
  await picture(page, '1440-light-one-failed')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Try PixelDrain again' }).click()
  await hostRow(page, 'PixelDrain').getByText('Live').waitFor()
  await whenOver(page)
  expect(noise).toEqual([])
  await page.context().close()
})
