// What can be done with one mirror of the list, by the keyboard as by the pointer: look at its files, rename it, delete it.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { isOver, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { seriousFindings } from './axe.ts'
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
  await hosts.getByRole('link').nth(2).waitFor()
  const told = (await hosts.allTextContents()).map((text) => /^(Bunkr|GoFile|PixelDrain)Live/.exec(text)?.[1] ?? text)
  expect(told.toSorted()).toEqual(['Bunkr', 'GoFile', 'PixelDrain'])
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
  // The row says it at once, the server when it has kept it.
  const kept = page.waitForResponse(/history\.rename/)
  await page.keyboard.press('Enter')
  await mirrorLink(page, 'Vorlesung 🌞').waitFor()
  expect(await focusedName(page)).toBe('Rename Vorlesung 🌞')
  await (await kept).finished()
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

it('is deleted at once and brought back by the keyboard, or gone for good', async () => {
  const { page, noise } = await historian.open('/history')
  const share = (await mirrorLink(page, 'Concert 003').getAttribute('href')) ?? ''
  const bin = page.getByRole('button', { name: 'Delete Concert 003' })
  const notices = page.getByRole('region', { name: 'Notices' })
  const statusOf = async () => (await fetch(`${historian.product.url}${share}`)).status
  const deleted = () => page.waitForResponse(/history\.deleteMany/)
  const first = deleted()
  await bin.press('Enter')
  await mirrorLink(page, 'Concert 003').waitFor({ state: 'detached' })
  expect(await focusedName(page)).toMatch(/^(A fine name|Lecture 002)$/)
  await notices.getByText('“Concert 003” was deleted').waitFor()
  await first
  expect(await statusOf()).toBe(404)
  expect(await seriousFindings(page)).toEqual([])

  await page.keyboard.press('F6')
  const undo = notices.getByRole('button', { name: 'Undo' })
  while ((await focusedName(page)) !== 'Undo') await page.keyboard.press('Tab')
  await undo.press('Enter')
  await mirrorLink(page, 'Concert 003').waitFor()
  await notices.getByText('“Concert 003” is back').waitFor()
  await expect.poll(() => focusedName(page), { timeout: 20_000 }).toBe('Concert 003')
  expect(await statusOf()).toBe(200)

  const second = deleted()
  await bin.click()
  await second
  await page.reload()
  expect(await mirrorLink(page, 'Concert 003').count()).toBe(0)
  expect(noise).toEqual([])
})

it('comes back with a word when the server does not answer', async () => {
  const { page } = await historian.open('/history')
  await page.route('**/api/trpc/history.deleteMany**', (route) => route.abort())
  await page.getByRole('button', { name: 'Delete Everywhere' }).click()
  const notices = page.getByRole('region', { name: 'Notices' })
  await notices.getByText('“Everywhere” was not deleted').waitFor()
  await notices.getByText('EasyMirror did not answer.').waitFor()
  await mirrorLink(page, 'Everywhere').waitFor()
})

it('is left alone by Escape from the question about its copies', async () => {
  const { page } = await historian.open('/history')
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  const button = page.getByRole('button', { name: 'Delete with its copies at the hosts' })
  await button.press('Enter')
  const question = page.getByRole('alertdialog', { name: 'Delete “Everywhere”?' })
  await page.route('**/api/trpc/history.delete**', (route) => route.abort())
  await question.getByRole('button', { name: 'Delete' }).click()
  await question.getByText('Nothing was deleted.').waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  expect(await focusedName(page)).toBe('Delete with its copies at the hosts')
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

it('takes its copies at the hosts along when that is asked for', async () => {
  const { page } = await historian.open('/history')
  await page.getByRole('button', { name: 'Files of Everywhere' }).click()
  await page.getByRole('button', { name: 'Delete with its copies at the hosts' }).click()
  const question = page.getByRole('alertdialog')
  await question.getByText('Their links end with them.').waitFor()
  await question.getByRole('button', { name: 'Delete' }).click()
  const { pixeldrain, gofile, bunkr } = historian.product
  const left = () => [pixeldrain, gofile, bunkr].flatMap(({ ledger }) => ledger).filter(({ stored }) => stored)
  await expect.poll(() => left().length, { timeout: 30_000 }).toBe(0)
})

it('is tried again from its row where a host has failed, and the row says how it goes on', async () => {
  const { visitor, product } = historian
  product.gofile.fail({ kind: 'status', on: 'upload', status: 400, times: 1 })
  const { id } = await upload(visitor, [{ name: 'again.bin', body: sampleBytes(2_000, 77) }])
  await visitor.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await untilMirror(visitor, id, isOver)
  const { page } = await historian.open('/history')
  await page.getByRole('button', { name: 'Files of again.bin' }).click()
  const host = page.getByRole('list', { name: 'Hosts' }).getByRole('listitem').filter({ hasText: 'GoFile' })
  await host.getByText('Failed', { exact: true }).waitFor()
  await page.getByText('No host took these files.').waitFor()
  await host.getByRole('button', { name: 'Try GoFile again' }).click()
  await host.getByText('Live', { exact: true }).waitFor()
  await page.getByText('On 1 host, checked.').waitFor()
  await page.getByRole('link', { name: 'again.bin at GoFile' }).waitFor()
})
