// The way through the product that meets its main states, for the pictures.
import type { Page } from 'playwright-core'

/** Each by the name of its file, in words. */
export const states = {
  empty: 'The start page',
  uploading: 'Files on their way to staging',
  choosing: 'Hosts to choose from',
  mirroring: 'A mirror under way',
  done: 'A mirror that is done',
  share: 'The page that is shared',
  history: 'The history',
  account: 'The account of a guest',
  hosts: 'The hosts',
  german: 'The start page in German',
} as const

type State = keyof typeof states

/** Sets how fast this page may upload, in bytes a second; -1 as fast as it goes. */
async function uploadSpeed(page: Page, bytesPerSecond: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
}

/**
 * Walks on with each step, and says where it stands.
 * @param paths of the files that are uploaded
 */
export async function* sightsOf(page: Page, paths: string[]): AsyncGenerator<State> {
  await page.goto('/', { waitUntil: 'networkidle' })
  yield 'empty'

  await uploadSpeed(page, 12_000_000)
  await page.getByLabel('Files to upload').setInputFiles(paths)
  await page
    .getByText(/^\d+\.\d MB\/s$/)
    .first()
    .waitFor({ state: 'attached' })
  yield 'uploading'

  await uploadSpeed(page, -1)
  await page.getByText('3 files uploaded').waitFor()
  yield 'choosing'

  const share = await page.getByTitle('The share page, in a new tab').getAttribute('href')
  await page.getByRole('button', { name: /^Mirror to/ }).click()
  await page.getByText('Live', { exact: true }).filter({ visible: true }).first().waitFor()
  yield 'mirroring'
  await page.getByText(/^On \d+ hosts, all checked|^On \d+ of \d+ hosts, \d/).waitFor()
  yield 'done'

  await page.goto(share ?? '/', { waitUntil: 'networkidle' })
  yield 'share'
  for (const state of ['history', 'account', 'hosts'] as const) {
    await page.goto(`/${state}`, { waitUntil: 'networkidle' })
    yield state
  }
  // Last, since the choice stays with the browser.
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await page.locator('html[lang=de]').waitFor()
  await page.goto('/', { waitUntil: 'networkidle' })
  yield 'german'
}
