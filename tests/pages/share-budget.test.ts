// What the share page costs whoever is given the link: little script of its own, nothing from elsewhere, all there to see at once.
import { beforeAll, expect, it } from 'vitest'
import { scriptSizes } from '#tests/support/page-scripts.ts'
import { isOver, untilMirror, upload, visit } from '#tests/support/visitor.ts'
import { openPage } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

/** In bytes after gzip. */
const MOST_SCRIPT = 30_000

let product: Product
let path: string

beforeAll(async () => {
  product = await openProduct()
  const owner = await visit(product.url)
  const { id } = await upload(owner, [{ name: 'a.txt', body: Buffer.from('the bytes of a') }])
  await owner.call.mirror.start.mutate({ id, hosts: ['gofile', 'pixeldrain'] })
  await untilMirror(owner, id, isOver)
  path = `/mirror/${id}`
})

it('loads at most 30 KB of script beyond what Next loads on every page', async () => {
  const sizes = await scriptSizes(`${product.url}${path}`)
  expect(sizes.own).toBeGreaterThan(0)
  expect(sizes.own, JSON.stringify(sizes)).toBeLessThanOrEqual(MOST_SCRIPT)
})

it('asks nobody else for anything, loads no script later, and shows its largest part from the first answer', async () => {
  const { page, noise } = await openPage(product, '/faq')
  const asked: URL[] = []
  page.on('request', (request) => asked.push(new URL(request.url())))
  const html = await (await page.goto(path))?.text()
  await page.getByRole('heading', { name: 'Where to get it' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(asked.filter(({ origin, protocol }) => origin !== product.url && protocol !== 'data:')).toEqual([])
  const scripts = new Set(asked.map(({ pathname }) => pathname).filter((pathname) => pathname.endsWith('.js')))
  const inPage = await page.evaluate(() => [...document.scripts].filter(({ src }) => src !== '').length)
  expect(scripts.size).toBeLessThanOrEqual(inPage)
  const largest = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        new PerformanceObserver((list) => {
          const last = list.getEntries().at(-1)
          resolve(
            (last !== undefined && 'element' in last && last.element instanceof Element && last.element.textContent) ||
              '',
          )
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
  expect(largest).not.toBe('')
  expect(html?.includes(largest)).toBe(true)
  expect(noise).toEqual([])
})
