// What somebody sees who was given the link: complete without script, fresh with it.
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { choose, mirrorButton, openPage, sample, shareLink } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

const files = [sample('naïve ファイル "q".txt', 1234), sample('<b>bold.bin', 200_000)]
const digests = files.map(({ buffer }) => createHash('sha256').update(buffer).digest('hex'))

let product: Product
let share: string

beforeAll(async () => {
  product = await openProduct()
  const { page } = await openPage(product, '/')
  await choose(page, files)
  share = await shareLink(page)
  await mirrorButton(page).click()
  await page.getByText(/^On \d hosts, all checked\.$/).waitFor()
  await page.context().close()
})

describe('with no script', () => {
  it('has every link, size and SHA-256 in its HTML', async () => {
    const html = await (await fetch(share)).text()
    // Not `toContain`, which would print the whole page.
    const missing = (texts: string[]) => texts.filter((text) => !html.includes(text))
    expect(missing([...digests, '1.2 kB', '200.0 kB'])).toEqual([])
    for (const { ledger, groups } of [product.pixeldrain, product.gofile, product.bunkr]) {
      expect(groups.length).toBeGreaterThan(0)
      expect(missing(ledger.map((arrival) => arrival.url))).toEqual([])
    }
    expect(missing(['<b>bold'])).toHaveLength(1)
  })

  it('is a page that can be read and unfolded', async () => {
    const { page } = await openPage(product, share, { javaScriptEnabled: false })
    for (const host of ['PixelDrain', 'GoFile', 'Bunkr'])
      expect(await page.getByRole('link', { name: new RegExp(`opens ${host}`) }).count()).toBe(1)
    await page.locator('summary', { hasText: 'SHA-256' }).first().click()
    expect(await page.locator('code').first().textContent()).toBe(digests[0])
    expect(await page.locator('code').first().isVisible()).toBe(true)
  })
})

it('tells search engines nothing, and other sites not where the reader came from', async () => {
  const { page } = await openPage(product, share)
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex')
  expect(await page.locator('meta[name=referrer]').getAttribute('content')).toBe('no-referrer')
  const rels = await page
    .locator('a[target=_blank]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('rel')))
  expect(new Set(rels)).toEqual(new Set(['noopener noreferrer nofollow']))
})

it('follows a mirror that is under way', async () => {
  const { page } = await openPage(product, '/')
  await choose(page, [sample('later.txt', 500)])
  await page.getByText('1 file uploaded').waitFor()
  const visitor = await openPage(product, await shareLink(page))
  await visitor.page.getByText('Uploaded. No host has been chosen yet.').waitFor()
  await mirrorButton(page).click()
  await visitor.page.getByText(/^On \d hosts, all checked\.$/).waitFor()
  await visitor.page.getByRole('link', { name: /opens GoFile/ }).waitFor()
  await visitor.page.getByText(/^SHA-256 [0-9a-f]{64}$/).waitFor()
  expect(visitor.noise).toEqual([])
})

it('asks for news where pushes do not come through', async () => {
  const { page } = await openPage(product, '/')
  await choose(page, [sample('quiet.txt', 500)])
  await page.getByText('1 file uploaded').waitFor()
  const visitor = await openPage(product, '/')
  await visitor.page.route('**/mirror.progress*', (route) => route.abort())
  await visitor.page.goto(await shareLink(page))
  await visitor.page.getByText('Uploaded. No host has been chosen yet.').waitFor()
  await mirrorButton(page).click()
  await visitor.page.getByText(/^On \d hosts, all checked\.$/).waitFor()
  await visitor.page.getByRole('link', { name: /opens GoFile/ }).waitFor()
})
