// How the pages feel whatever is on them: nothing jumps or moves without need, they fit when enlarged and from right to left,
// they speak another language, and say so when nobody answers.
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { upload, visit, type Visitor } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
import { serveInPieces } from './in-pieces.ts'
import { awake, openPage, picture, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

let product: Product
let owner: Visitor
let share: string

beforeAll(async () => {
  product = await openProduct()
  owner = await visit(product.url)
  const mirror = await upload(owner, [{ name: 'trip.zip', body: Buffer.alloc(5_000, 7) }])
  share = new URL(mirror.shareUrl).pathname
})

/** The sum of all shifts so far, as the browser measures it. */
const shifted = () =>
  new Promise<number>((resolve) => {
    new PerformanceObserver((list) => {
      resolve(list.getEntries().reduce((sum, entry) => sum + Number(Reflect.get(entry, 'value')), 0))
    }).observe({ type: 'layout-shift', buffered: true })
    // Where nothing shifted nothing is observed.
    requestIdleCallback(() => setTimeout(() => resolve(0)))
  })

const pages = {
  start: '/',
  share: '',
  history: '/history',
  account: '/account',
  hosts: '/hosts',
  faq: '/faq',
  signin: '/signin',
}

describe.each(Object.entries(pages))('the page "%s"', (name, path) => {
  it('keeps still, fits when enlarged, and reads from right to left', async () => {
    const options = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' as const }
    const { page, noise } = await openPage(product, path || share, options)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(shifted)).toBe(0)
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)

    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    expect(await stickingOut(page), 'from right to left').toBeLessThanOrEqual(0)
    await picture(page, `1280-feel-${name}-rtl`)
    // 200 % of 1280 pixels, and the 320 that WCAG asks for.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 450 })
      expect(await stickingOut(page), `${width} px, from right to left`).toBeLessThanOrEqual(0)
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'))
      expect(await stickingOut(page), `${width} px`).toBeLessThanOrEqual(0)
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    }
    await picture(page, `320-feel-${name}-rtl`)
    expect(noise).toEqual([])
    await page.context().close()
  })
})

it('keeps still though it comes in pieces', async () => {
  const url = await serveInPieces(product.url, ['History</a>', '</h1>', '<footer'])
  const { page } = await openPage({ ...product, url }, '/', { viewport: { width: 1280, height: 900 } })
  expect(await page.evaluate(shifted)).toBe(0)
  await page.context().close()
})

describe('the language', () => {
  it('is that of the browser, until another is chosen', async () => {
    const { page, noise } = await openPage(product, '/hosts', {
      locale: 'de-CH',
      viewport: { width: 1280, height: 900 },
    })
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('columnheader', { name: 'Größte Datei' }).first().waitFor()
    expect(await page.title()).toBe('Hosts · EasyMirror')
    expect(await seriousFindings(page)).toEqual([])
    await picture(page, '1280-feel-hosts-german')

    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('columnheader', { name: 'Largest file' }).first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.goto('/faq')
    await page.getByRole('heading', { name: 'Questions and terms' }).waitFor()
    expect(noise).toEqual([])
    await page.context().close()
  })

  it('is that of what the server says, too', async () => {
    const { page } = await openPage(product, '/account', { locale: 'de', viewport: { width: 1280, height: 900 } })
    await page.getByLabel('Benutzername').fill('somebody.new')
    await page.getByLabel('Passwort', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Konto anlegen' }).click()
    await page.getByText('Ein Passwort hat mindestens 8 Zeichen.').waitFor()
    await page.goto('/')
    await page.getByLabel('Dateien zum Hochladen').setInputFiles([sample('a.txt', 10)])
    await page.getByText('60 Tage nach dem letzten Download').waitFor()
    await page.context().close()
  })

  it('is chosen with no script too, and leads back to where one was', async () => {
    const { page } = await openPage(product, '/faq', { javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Was ist das hier?' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/faq')
    await page.context().close()
  })

  it('is none that there is not, and leads to no other site', async () => {
    const choose = (locale: string, referer: string) =>
      fetch(`${product.url}/language`, {
        method: 'POST',
        redirect: 'manual',
        headers: { referer },
        body: new URLSearchParams({ locale }),
      })
    expect((await choose('tlh', `${product.url}/faq`)).status).toBe(400)
    expect((await choose('de', 'https://elsewhere.example//evil.example/x?y=1')).headers.get('location')).toBe(
      '/evil.example/x?y=1',
    )
  })
})

describe('without an answer', () => {
  it('says so, lets nothing jump, and recovers by itself', async () => {
    const { page } = await openPage(product, '/faq', { serviceWorkers: 'allow' })
    const cookies = owner.cookie.split('; ').map((pair) => pair.split(/=(.*)/s))
    await page.context().addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: product.url })))
    await page.goto('/history')
    await awake(page)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    const notice = page.getByRole('status')
    expect(await page.evaluate(shifted)).toBe(0)

    await page.context().setOffline(true)
    await notice.getByText('No connection.').waitFor()
    await picture(page, '1280-feel-offline')
    await page.context().setOffline(false)
    await notice.getByText('No connection.').waitFor({ state: 'detached' })
    expect(await page.evaluate(shifted)).toBe(0)

    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('searchbox').fill('trip')
    await notice.getByText('EasyMirror does not answer.').waitFor()
    await page.unroute('**/api/**')
    await notice.getByText('EasyMirror does not answer.').waitFor({ state: 'detached' })
    await page.context().close()
  })
})

describe('the installed application', () => {
  const manifest = z.object({
    name: z.literal('EasyMirror'),
    display: z.literal('standalone'),
    icons: z.array(z.object({ src: z.string(), sizes: z.string() })).min(3),
    share_target: z.object({ action: z.literal('/share-target'), method: z.literal('POST') }),
  })

  it('has a manifest with icons of the sizes that it names', async () => {
    const html = await (await fetch(product.url)).text()
    const [, href = ''] = /<link rel="manifest" href="([^"]+)"/.exec(html) ?? []
    const { icons } = manifest.parse(await (await fetch(new URL(href, product.url))).json())
    for (const { src, sizes } of icons) {
      const png = Buffer.from(await (await fetch(new URL(src, product.url))).arrayBuffer())
      // A PNG's width and height stand in its first chunk.
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes)
    }
  })

  it('takes files from the share sheet, and keeps no page but the one for when there is no network', async () => {
    const { page, noise } = await openPage(product, '/', { serviceWorkers: 'allow' })
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.goto(share)
    // What a phone does: a form is sent to the address that the manifest names.
    await page.evaluate(() => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action: '/share-target', enctype: 'multipart/form-data' })
      const input = document.createElement('input')
      Object.assign(input, { type: 'file', name: 'files', multiple: true })
      const chosen = new DataTransfer()
      for (const name of ['from phone ä.jpg', 'second.txt']) chosen.items.add(new File(['hello'], name))
      input.files = chosen.files
      form.append(input)
      document.body.append(form)
      form.submit()
    })
    await page.getByText('2 files uploaded').waitFor()
    await page.getByTitle('from phone ä.jpg').first().waitFor()
    expect(new URL(page.url()).search).toBe('')
    expect(noise).toEqual([])

    await page.context().setOffline(true)
    await page.goto('/hosts')
    await page.getByRole('heading', { name: 'No connection' }).waitFor()
    await picture(page, '1280-feel-offline-page')
    const kept = await page.evaluate(async () => {
      const names = await caches.keys()
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return requests.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(kept).toEqual(['/offline'])
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Hosts', exact: true }).waitFor()
    await page.context().close()
  })

  it('says what to do where nothing takes shared files', async () => {
    const body = new FormData()
    body.append('files', new Blob(['hello']), 'a.txt')
    const answer = await fetch(`${product.url}/share-target`, { method: 'POST', body })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('The files did not get through')
  })
})
