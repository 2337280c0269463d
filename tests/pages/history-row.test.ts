// What can be done with one mirror of the list, by the keyboard as by the pointer: look at its files, rename it, delete it.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { type Historian, openHistory } from './history-product.ts'
import { choose, sample } from './open-page.ts'

let historian: Historian

beforeAll(async () => {
  historian = await openHistory(12)
})

const mirrorLink = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

it('opens to its hosts and files, with digests to copy', async () => {
  const { page, noise } = await historian.open('/history')
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  const files = page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  await files.first().waitFor()
  expect(await files.count()).toBe(2)
  expect(await files.first().textContent()).toMatch(/^naïve ファイル "q"\.txt300\.0 kBSHA-256[0-9a-f]{64}/)
  await page.getByRole('button', { name: 'Copy SHA-256 of naïve ファイル "q".txt' }).click()
  const hosts = page.getByRole('list', { name: 'Hosts' }).getByRole('listitem')
  expect((await hosts.allTextContents()).toSorted()).toEqual(['BunkrLive', 'GoFileLive', 'PixelDrainLive'])
  expect(noise).toEqual([])
})

it('says so when the files do not come, and asks again', async () => {
  const { page } = await historian.open('/history')
  await page.route('**/api/trpc/history.files**', (route) => route.abort())
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  await page.getByText('EasyMirror did not answer.').waitFor()
  await page.unroute('**/api/trpc/history.files**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('list', { name: 'Files' }).waitFor()
})

it('is renamed by Enter, left as it is by Escape, and the focus comes back', async () => {
  const { page } = await historian.open('/history')
  const pencil = page.getByRole('button', { name: 'Rename Lecture 001' })
  await pencil.press('Enter')
  await page.keyboard.type('never mind')
  await page.keyboard.press('Escape')
  expect(await focusedName(page)).toBe('Rename Lecture 001')
  await pencil.press('Enter')
  await page.keyboard.type('Vorlesung 🌞')
  await page.keyboard.press('Enter')
  await mirrorLink(page, 'Vorlesung 🌞').waitFor()
  expect(await focusedName(page)).toBe('Rename Vorlesung 🌞')
  await page.reload()
  await mirrorLink(page, 'Vorlesung 🌞').waitFor()
})

it('says beside the field why a name cannot be', async () => {
  const { page } = await historian.open('/history')
  await page.getByRole('button', { name: 'Rename Lecture 002' }).click()
  const field = page.getByRole('textbox', { name: 'New name of Lecture 002' })
  await field.fill('x'.repeat(61))
  await page.getByText('A mirror’s name has at most 60 characters.').waitFor()
  await field.fill('A fine name')
  await page.route('**/api/trpc/history.rename**', (route) => route.abort())
  await field.press('Enter')
  await page.getByText('EasyMirror did not answer.').waitFor()
  expect(await field.inputValue()).toBe('A fine name')
  await page.unroute('**/api/trpc/history.rename**')
  await field.press('Enter')
  await mirrorLink(page, 'A fine name').waitFor()
})

it('is deleted after one question, and not by Escape', async () => {
  const { page } = await historian.open('/history')
  const share = await mirrorLink(page, 'Concert 003').getAttribute('href')
  const bin = page.getByRole('button', { name: 'Delete Concert 003' })
  await bin.press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Delete “Concert 003”?' })
  await question.waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  expect(await focusedName(page)).toBe('Delete Concert 003')

  await bin.press('Enter')
  await question.getByRole('button', { name: 'Delete' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await mirrorLink(page, 'Concert 003').count()).toBe(0)
  await expect.poll(() => focusedName(page), { timeout: 20_000 }).toMatch(/^(A fine name|Lecture 002)$/)
  expect((await fetch(`${historian.product.url}${share}`)).status).toBe(404)
})

it('is not deleted when the server does not answer', async () => {
  const { page } = await historian.open('/history')
  await page.route('**/api/trpc/history.delete**', (route) => route.abort())
  await page.getByRole('button', { name: 'Delete Everywhere' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete' }).click()
  await question.getByText('Nothing was deleted.').waitFor()
  await question.getByRole('button', { name: 'Keep it' }).click()
  await mirrorLink(page, 'Everywhere').waitFor()
})

it('stops what this tab still uploads of it', async () => {
  const { page } = await historian.open('/')
  // Storage takes the request and never answers.
  await page.route(/\/storage\//, () => undefined)
  await choose(page, [sample('endless.bin', 1000)])
  await page.getByText('endless.bin').first().waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Delete endless.bin' }).click()
  const stopped = page.waitForEvent('requestfailed', (request) => request.method() === 'PUT')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  expect((await stopped).failure()?.errorText).toBe('net::ERR_ABORTED')
  await page.getByRole('link', { name: /to the start page/ }).click()
  await page.getByRole('heading', { name: 'Drop files or folders' }).waitFor()
})

it('takes its copies at the hosts along when that is ticked', async () => {
  const { page } = await historian.open('/history')
  await page.getByRole('button', { name: 'Delete Everywhere' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByText('Otherwise they stay').waitFor()
  await question.getByRole('checkbox', { name: 'Delete the copies at the hosts too' }).click()
  await question.getByRole('button', { name: 'Delete' }).click()
  const { pixeldrain, gofile, bunkr } = historian.product
  const left = () => [pixeldrain, gofile, bunkr].flatMap(({ ledger }) => ledger).filter(({ stored }) => stored)
  await expect.poll(() => left().length, { timeout: 30_000 }).toBe(0)
})
