// The main job, by hand: drop, choose hosts, watch, share.
import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { drag, hostRow, mirrorButton, openPage, sample, shareLink } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

let product: Product

beforeAll(async () => {
  product = await openProduct()
})

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

it('mirrors files that are dropped anywhere on the window, and its link can be copied from the first second', async () => {
  const files = [sample('naïve ファイル "q".txt', 1234), sample('b.bin', 300_000)]
  const { page, noise } = await openPage(product, '/', { permissions: ['clipboard-read', 'clipboard-write'] })
  const dragged = await drag(page, files)
  await page.getByText('Let go to upload').waitFor()
  await dragged.drop()

  const share = await shareLink(page)
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByText('Copied the share link.').waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(share)

  await page.getByRole('checkbox', { name: 'Bunkr' }).click()
  await mirrorButton(page).click()
  for (const host of ['PixelDrain', 'GoFile']) await hostRow(page, host).getByText('Live').waitFor()
  await page.getByText(/^On \d hosts, all checked\.$/).waitFor()

  for (const { ledger } of [product.pixeldrain, product.gofile])
    expect(ledger.map((arrival) => arrival.sha256).toSorted()).toEqual(
      files.map(({ buffer }) => sha256(buffer)).toSorted(),
    )
  expect(product.bunkr.ledger).toEqual([])
  expect(noise).toEqual([])

  await page.goto(share)
  await page.getByRole('link', { name: /opens PixelDrain/ }).waitFor()
  for (const { buffer } of files) await page.getByText(`SHA-256 ${sha256(buffer)}`).waitFor()
})

it('mirrors a pasted picture', async () => {
  const { page } = await openPage(product, '/')
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['picture'], 'image.png', { type: 'image/png' }))
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  })
  await page.getByRole('heading', { name: /^Pasted .*\.png$/ }).waitFor()
  await page.getByText('1 file uploaded').waitFor()
})

it('can be started while files still upload, and be sent to further hosts', async () => {
  const { page } = await openPage(product, '/')
  const held = Promise.withResolvers<void>()
  await page.route('**/storage/**', async (route) => {
    if ((route.request().postDataBuffer()?.length ?? 0) > 100_000) await held.promise
    await route.continue()
  })
  const dragged = await drag(page, [sample('early.txt', 100), sample('late.bin', 200_000)])
  await dragged.drop()
  await page.getByRole('checkbox', { name: 'Bunkr' }).click()
  await mirrorButton(page).click()
  await page.getByText(/^Being uploaded, on its way/).waitFor()
  await page.getByRole('button', { name: 'Bunkr', exact: true }).click()
  await hostRow(page, 'Bunkr').waitFor()
  held.resolve()
  await page.getByText(/^On \d hosts, all checked\.$/).waitFor()
})

it('goes on while its page is not in view, and is found again there', async () => {
  const { page } = await openPage(product, '/')
  const held = Promise.withResolvers<void>()
  await page.route('**/storage/**', async (route) => {
    await held.promise
    await route.continue()
  })
  await (await drag(page, [sample('patient.txt', 10)])).drop()
  await page.getByRole('heading', { name: 'patient.txt' }).waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('heading', { name: 'History' }).waitFor()
  held.resolve()
  await page.getByRole('link', { name: 'EasyMirror, to the start page' }).click()
  await page.getByRole('heading', { name: 'patient.txt' }).waitFor()
  await page.getByText('1 file uploaded').waitFor()
})

it('makes another mirror of files that are dropped later, and keeps the first', async () => {
  const { page } = await openPage(product, '/')
  await (await drag(page, [sample('first.txt', 10)])).drop()
  await page.getByRole('heading', { name: 'first.txt' }).waitFor()
  const first = await shareLink(page)
  await (await drag(page, [sample('second.txt', 10)])).drop()
  await page.getByRole('heading', { name: 'second.txt' }).waitFor()
  expect(await shareLink(page)).not.toBe(first)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByRole('heading', { name: 'first.txt' }).waitFor()
  expect(await shareLink(page)).toBe(first)
})
