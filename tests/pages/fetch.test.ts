// Files from addresses: entered or pasted, their faults beside their lines, followed on the page, sent on to hosts.
import { beforeAll, expect, it } from 'vitest'
import { type Source, startSource } from '#tests/fetching/source.ts'
import { sampleBytes } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
import { looks } from './looks.ts'
import { hostRow, mirrorButton, openPage, picture } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

const MB = 1_000_000

let product: Product
let source: Source

beforeAll(async () => {
  source = await startSource()
  product = await openProduct({ env: { FETCH_ALLOW: '127.0.0.0/8' } })
})

it('goes from addresses to links, and looks right on the way', async () => {
  for (const { width, colorScheme, name } of looks) {
    const viewport = { width, height: width < 600 ? 844 : 900 }
    const { page, noise } = await openPage(product, '/', { viewport, colorScheme })
    const look = async (state: string) => {
      await picture(page, `${name}-fetch-${state}`)
      expect(await seriousFindings(page)).toEqual([])
      expect(await stickingOut(page)).toBeLessThanOrEqual(0)
    }
    const slow = { body: sampleBytes(6 * MB, 1), pauseMs: 600 }
    const urls = [source.put('/talk.mp4', slow), source.put('/notes.pdf', { body: sampleBytes(20_000, 2) })]

    await look('zone')
    await page.getByRole('button', { name: 'From addresses' }).click()
    const field = page.getByLabel('Addresses, one a line')
    await field.fill([urls[0], `${source.url}/not-there.zip`, 'nonsense', urls[1]].join('\n'))
    await page.getByRole('button', { name: 'Fetch 4 files' }).click()
    await page.getByText('Line 3: This is not an address.').waitFor()
    await field.fill([urls[0], `${source.url}/not-there.zip`, urls[1]].join('\n'))
    await page.getByRole('button', { name: 'Fetch 3 files' }).click()
    await page.getByText('Line 2: The server has no file at this address (404).').waitFor()
    await look('refused')

    await field.fill(urls.join('\n'))
    await page.getByRole('button', { name: 'Fetch 2 files' }).click()
    await page.getByRole('heading', { name: 'talk.mp4 and 1 more file' }).waitFor()
    await page.getByText('Fetching', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Cancel talk.mp4' }).waitFor()
    await page
      .getByText(/^\d+\.\d [kM]B\/s$/)
      .first()
      .waitFor({ state: 'attached' })
    await look('running')
    slow.pauseMs = 0
    await mirrorButton(page).click()
    for (const host of ['PixelDrain', 'GoFile']) await hostRow(page, host).getByText('Live').waitFor()
    expect(noise.filter((text) => !text.includes('400'))).toEqual([])
    await page.context().close()
  }
})

it('opens with addresses that are pasted anywhere, and a file can be cancelled', async () => {
  const { page } = await openPage(product, '/')
  const url = source.put('/endless.bin', { body: sampleBytes(20 * MB, 3), pauseMs: 500 })
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, url)
  await page.getByRole('button', { name: 'Fetch 1 file' }).click()
  await page.getByRole('button', { name: 'Cancel endless.bin' }).click()
  await page.getByText('Cancelled', { exact: true }).waitFor()
})
