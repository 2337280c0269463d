// The way through the product that meets each of its states, from the empty page to a mirror that one host refused.
import type { Page } from 'playwright-core'
import { choose, drag, mirrorButton, sample, shareLink } from './open-page.ts'
import type { Product } from './open-product.ts'

const MB = 1_000_000

const files = [
  sample('naïve ファイル "q".txt', 52_000),
  sample('holiday-pictures-of-the-summer-2026-from-the-mountains-final-version.zip', 1.2 * MB),
  sample('talk.mp4', 8 * MB),
  sample('notes.pdf', 180_000),
]

/** Sets how fast this page may upload; null as fast as it goes. */
async function uploadSpeed(page: Page, bytesPerSecond: number | null): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond ?? -1,
  })
  // The speed lasts as long as the session, which ends with the page.
}

/** Walks on with each step, and says where it stands. `page` is at `/`; GoFile refuses, the other hosts are slow. */
export async function* states(page: Page, product: Product): AsyncGenerator<string> {
  await page.getByRole('heading', { name: 'Drop files or folders' }).waitFor()
  yield 'empty'

  const dragged = await drag(page, [sample('empty.txt', 0)])
  await page.getByText('Let go to upload').waitFor()
  yield 'dragging'
  await dragged.drop()
  await page.getByText('“empty.txt” is empty and was left out.').waitFor()
  yield 'refused'

  product.gofile.fail({ kind: 'status', on: 'upload', status: 401, times: 50 })
  await uploadSpeed(page, MB)
  await choose(page, files)
  await page
    .getByText(/^\d+\.\d [kM]B\/s$/)
    .first()
    .waitFor({ state: 'attached' })
  yield 'uploading'

  await uploadSpeed(page, null)
  await page.getByText('4 files uploaded').waitFor()
  yield 'uploaded'

  await mirrorButton(page).click()
  await page
    .getByText(/\bon (its|their) way/i)
    .first()
    .waitFor()
  await page
    .getByText(/^\d+\.\d [kM]B\/s$/)
    .first()
    .waitFor({ state: 'attached' })
  yield 'mirroring'

  await page.getByText(/^On \d of \d hosts, 1 failed\.$/).waitFor({ timeout: 60_000 })
  yield 'partly-done'
  const share = await shareLink(page)

  await page.goto('/history')
  await page.getByRole('heading', { name: 'History' }).waitFor()
  yield 'history'

  await page.goto(share)
  await page.getByRole('heading', { name: 'Where to get it' }).waitFor()
  yield 'share'
  await page.locator('summary', { hasText: 'SHA-256' }).first().click()
  yield 'share-file'
}
