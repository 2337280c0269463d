// A thousand files in one drop, and what is done with all of them at once.
import { beforeAll, expect, it } from 'vitest'
import { seriousFindings } from './axe.ts'
import { choose, openPage, picture, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => sample(`file ${index + 1}.txt`, 100 + index))

it('takes a thousand files, has only those in view in the page, and counts all of them', async () => {
  const { page, noise } = await openPage(product, '/')
  await choose(page, numbered(1000))
  await page.getByRole('heading', { name: '1,000 files', exact: true }).waitFor()
  const rows = page.locator('[aria-setsize="1000"]')
  await rows.first().waitFor()
  expect(await rows.count()).toBeLessThan(60)
  await page.getByText('599.5 kB', { exact: true }).waitFor()
  await page.getByText(/^\d\d of 1,000 uploaded$/).waitFor()

  await page.getByRole('group', { name: '1,000 files' }).evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await page.locator('[aria-posinset="1000"]').getByText('file 1000.txt').waitFor()
  expect(await rows.count()).toBeLessThan(60)
  await picture(page, 'many-files')
  expect(await seriousFindings(page)).toEqual([])
  expect(noise).toEqual([])

  await page.getByRole('button', { name: 'Pause all' }).click()
  const [, uploaded = '', paused = ''] =
    /^([\d,]+) of 1,000 uploaded · ([\d,]+) paused$/.exec(
      (await page.getByText(/uploaded · [\d,]+ paused$/).textContent()) ?? '',
    ) ?? []
  expect(Number(uploaded) + Number(paused)).toBe(1000)
  await page.context().close()
})

it('holds, goes on with, tries again and cancels all at once', async () => {
  const { page } = await openPage(product, '/')
  const first = Promise.withResolvers<void>()
  let answer: 'none' | 'refusal' | 'real' = 'none'
  await page.route('**/storage/**', async (route) => {
    if (route.request().postDataBuffer()?.length === 100) return route.continue()
    if (answer === 'real') await route.continue()
    if (answer === 'refusal') await route.fulfill({ status: 400 })
  })
  page.on('requestfinished', (request) => {
    if (request.url().includes('completeUpload')) first.resolve()
  })
  await choose(page, numbered(8))
  await first.promise
  await page.getByRole('button', { name: 'Pause all' }).click()
  await page.getByText('1 of 8 uploaded · 7 paused').waitFor()
  await picture(page, 'all-paused')
  answer = 'refusal'
  await page.getByRole('button', { name: 'Go on with all' }).click()
  await page.getByText('1 of 8 uploaded · 7 failed').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await picture(page, 'all-failed')
  answer = 'none'
  await page.getByRole('button', { name: 'Try all failed again' }).click()
  await page.getByRole('button', { name: 'Pause file 5.txt' }).waitFor()

  await page.getByRole('button', { name: 'Cancel all' }).click()
  await page.getByRole('alertdialog', { name: 'Cancel 7 uploads?' }).waitFor()
  await picture(page, 'cancel-all')
  await page.getByRole('button', { name: 'Keep uploading' }).click()
  await page.getByRole('button', { name: 'Cancel all' }).click()
  await page.getByRole('button', { name: 'Cancel the uploads' }).click()
  await page.getByRole('heading', { name: '1 file', exact: true }).waitFor()
  await page.getByText('1 of 1 uploaded · 7 cancelled').waitFor()
  await page.context().close()
})
