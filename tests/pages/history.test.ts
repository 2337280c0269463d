// The list of somebody's mirrors: paged as it is scrolled, searched as it is typed, and kept in the address.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { type Historian, openHistory } from './history-product.ts'

const MIRRORS = 130

let historian: Historian

beforeAll(async () => {
  historian = await openHistory(MIRRORS)
})

const links = (page: Page) => page.getByRole('list', { name: 'Mirrors' }).getByRole('link')
const shownNames = (page: Page) => links(page).allTextContents()
const patience = { timeout: 20_000 }
const untilShown = (page: Page, names: string[]) => expect.poll(() => shownNames(page), patience).toEqual(names)
const untilMany = (page: Page, count: number) =>
  expect.poll(() => links(page).count(), patience).toBeGreaterThanOrEqual(count)
const search = (page: Page) => page.getByRole('searchbox')
const addressOf = (page: Page) => new URL(page.url()).search

it('shows every mirror once, newest first, as the end comes near', async () => {
  const { page, noise } = await historian.open('/history')
  // The first page came with the document.
  expect(await shownNames(page)).toEqual(historian.names.slice(0, 50))
  while (!(await page.getByText('That is all.').isVisible())) await page.mouse.wheel(0, 4_000)
  expect(await shownNames(page)).toEqual(historian.names)
  expect(noise).toEqual([])
})

it('goes on by the keyboard alone, and after a failure', async () => {
  const { page } = await historian.open('/history', { viewport: { width: 1440, height: 600 } })
  await page.route('**/api/trpc/history.list**', (route) => route.abort())
  const more = page.getByRole('button', { name: 'Show more' })
  await more.focus()
  await page.getByText('What is above is not affected.').waitFor()
  expect(await links(page).count()).toBe(50)
  await page.unroute('**/api/trpc/history.list**')
  await page.keyboard.press('Enter')
  await untilMany(page, 100)
})

it('finds what is typed, in the names of mirrors and of files, and a reload finds it again', async () => {
  const { page } = await historian.open('/history')
  await search(page).fill('concert 00')
  await untilShown(page, ['Concert 009', 'Concert 006', 'Concert 003'])
  expect(addressOf(page)).toBe('?q=concert+00')
  await page.reload()
  expect(await shownNames(page)).toEqual(['Concert 009', 'Concert 006', 'Concert 003'])
  expect(await search(page).inputValue()).toBe('concert 00')
  await search(page).fill('ファイル')
  await untilShown(page, ['Everywhere'])
  await page.getByText('1 that fit.').waitFor()
  await search(page).fill('nowhere at all')
  await page.getByText('No mirror fits.').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await untilMany(page, 50)
  expect([addressOf(page), await search(page).inputValue()]).toEqual(['', ''])
})

it('comes back to the search from a mirror, and from a state to all states', async () => {
  const { page } = await historian.open('/history')
  await search(page).fill('lecture 001')
  await untilShown(page, ['Lecture 001'])
  await links(page).first().click()
  await page.getByRole('heading', { name: 'Lecture 001' }).waitFor()
  await page.goBack()
  await untilShown(page, ['Lecture 001'])
  expect(await search(page).inputValue()).toBe('lecture 001')

  await search(page).fill('')
  await untilMany(page, 50)
  await page.getByRole('combobox', { name: 'State' }).selectOption('Live')
  await untilShown(page, ['Everywhere'])
  expect(addressOf(page)).toBe('?status=done')
  await page.goBack()
  await untilMany(page, 50)
})

it('keeps what was found until the new is there, and lets no late answer replace a newer one', async () => {
  const { page } = await historian.open('/history')
  const late = Promise.withResolvers<void>()
  await page.route(/history\.list.*slow/, async (route) => {
    await late.promise
    await route.continue()
  })
  await search(page).fill('slow')
  await page.getByText('Searching.').waitFor()
  expect(await links(page).count()).toBe(50)
  await search(page).fill('concert 003')
  await untilShown(page, ['Concert 003'])
  const answered = page.waitForResponse(/slow/)
  late.resolve()
  await answered
  await search(page).fill('concert 00')
  await untilShown(page, ['Concert 009', 'Concert 006', 'Concert 003'])
})

it('says so when the server does not answer, and asks again', async () => {
  const { page } = await historian.open('/history')
  await page.route('**/api/trpc/history.list**', (route) => route.abort())
  await search(page).fill('concert 003')
  await page.getByText('EasyMirror did not answer.').waitFor()
  await page.unroute('**/api/trpc/history.list**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await untilShown(page, ['Concert 003'])
})

it('is narrowed to a host and put into another order, which a reload and the way back keep', async () => {
  const { page } = await historian.open('/history')
  await page.getByRole('combobox', { name: 'Host' }).selectOption('GoFile')
  await untilShown(page, ['Everywhere'])
  await page.getByRole('combobox', { name: 'Host' }).selectOption('All hosts')
  await untilMany(page, 50)
  await page.getByRole('combobox', { name: 'Order' }).selectOption('Oldest first')
  await untilShown(page, historian.names.toReversed().slice(0, 50))
  expect(addressOf(page)).toBe('?sort=oldest')
  await page.reload()
  expect((await shownNames(page))[0]).toBe('Lecture 001')
  await page.goBack()
  await expect.poll(async () => (await shownNames(page))[0], patience).toBe('Everywhere')
})

it('is chosen from, one by one and from one to another, deleted by one press and brought back by another', async () => {
  const { page, noise } = await historian.open('/history?q=concert+00')
  await page.getByRole('button', { name: 'Select', exact: true }).press('Enter')
  const box = (name: string) => page.getByRole('checkbox', { name })
  await box('Concert 009').press('Space')
  await box('Concert 003').click({ modifiers: ['Shift'] })
  await page.getByText('3 selected').waitFor()
  await box('Concert 006').press('Space')
  await page.getByText('2 selected').waitFor()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('region', { name: 'What is selected' }).getByRole('button', { name: 'Export JSON' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^easymirror-[\d-]{10}\.json$/)
  const exported: unknown = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(exported).toMatchObject([{ name: 'Concert 009' }, { name: 'Concert 003' }])

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await untilShown(page, ['Concert 006'])
  await page.getByText('2 mirrors were deleted').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await untilShown(page, ['Concert 009', 'Concert 006', 'Concert 003'])
  await page.reload()
  expect(await shownNames(page)).toEqual(['Concert 009', 'Concert 006', 'Concert 003'])
  expect(noise).toEqual([])
})

it('can be taken away as CSV, all that is found', async () => {
  const { page } = await historian.open('/history?q=concert+00&sort=oldest')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ])
  const rows = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(rows.slice(1, -1).map((row) => row.split(',')[0])).toEqual(['Concert 003', 'Concert 006', 'Concert 009'])
})

it('works as a plain form with no script', async () => {
  const { page } = await historian.open('/history', { javaScriptEnabled: false })
  await search(page).fill('concert 12')
  await search(page).press('Enter')
  await page.waitForURL(/q=concert/)
  expect(await shownNames(page)).toEqual(['Concert 129', 'Concert 126', 'Concert 123', 'Concert 120'])
})
