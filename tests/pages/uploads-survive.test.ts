// An upload outlives its page: after a reload or a crash it is offered again, and what had arrived is not sent twice.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { seriousFindings } from './axe.ts'
import { looks } from './looks.ts'
import { awake, choose, openPage, picture, sample, shareLink } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'
import { stickingOut } from './people.ts'

const MiB = 1024 ** 2

let product: Product
let folder: string
let large: string

beforeAll(async () => {
  product = await openProduct()
  folder = await temporaryFolder()
  large = join(folder, 'large.bin')
  await writeFile(large, Buffer.alloc(68 * MiB, 'large'))
  await mkdir(join(folder, 'trip', 'day 2'), { recursive: true })
  for (const [name, text] of [
    ['trip/one.txt', 'one'],
    ['trip/two.txt', 'two!'],
    ['trip/day 2/three.txt', 'three'],
  ] as const)
    await writeFile(join(folder, name), text)
})

const partOf = (url: string) => Number(new URL(url).searchParams.get('partNumber') ?? 0)

/** Lets the first two parts through and no other, until it is opened. */
async function holdParts(context: BrowserContext): Promise<{ arrived: Promise<void>; open: () => Promise<void> }> {
  const arrived = Promise.withResolvers<void>()
  const done = new Set<number>()
  context.on('requestfinished', (request) => {
    if (request.method() !== 'PUT') return
    done.add(partOf(request.url()))
    if (done.has(1) && done.has(2)) arrived.resolve()
  })
  await context.route(/partNumber=/, (route) => (partOf(route.request().url()) <= 2 ? route.continue() : undefined))
  return { arrived: arrived.promise, open: () => context.unroute(/partNumber=/) }
}

/** Notes the parts that are sent from now on. */
function watchParts(page: Page): number[] {
  const parts: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') parts.push(partOf(request.url()))
  })
  return parts
}

async function lookAt(page: Page, state: string): Promise<void> {
  for (const { width, colorScheme, name } of looks) {
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
    await page.emulateMedia({ colorScheme })
    await picture(page, `${name}-${state}`)
    expect(await seriousFindings(page), state).toEqual([])
    expect(await stickingOut(page)).toBeLessThanOrEqual(0)
  }
}

describe('a large file', () => {
  it('goes on after a reload with the same file, and with no other', async () => {
    const { page } = await openPage(product, '/')
    const { arrived, open } = await holdParts(page.context())
    await choose(page, large)
    await arrived
    const asked = page.waitForEvent('dialog')
    const reloaded = page.reload()
    const dialog = await asked
    expect(dialog.type()).toBe('beforeunload')
    await dialog.accept()
    await reloaded
    await page.getByRole('heading', { name: '1 upload was interrupted' }).waitFor()
    await page.getByText('0 of 1 file arrived · 33.6 MB of 71.3 MB').waitFor()
    await lookAt(page, 'interrupted')

    const again = page.getByLabel('Choose the same file again')
    await again.and(page.locator('input')).setInputFiles([sample('large.bin', 10)])
    await page.getByText('1 file is still missing, or has changed since: “large.bin”.').waitFor()
    await page.getByText('“large.bin” is not one of them.').waitFor()
    await lookAt(page, 'interrupted-missing')

    await open()
    const parts = watchParts(page)
    await again.and(page.locator('input')).setInputFiles(large)
    await page.getByText('1 file uploaded').waitFor()
    expect(parts.toSorted((a, b) => a - b)).toEqual([3, 4, 5])
    await page.goto('/')
    await page.getByRole('heading', { name: 'Drop files or folders' }).waitFor()
    await page.context().close()
  })

  it('is sent by one tab, seen in another, and offered there when the first one crashes', async () => {
    const { page: first } = await openPage(product, '/')
    const { arrived } = await holdParts(first.context())
    await choose(first, large)
    await arrived
    const second = await first.context().newPage()
    await second.goto('/')
    await second.getByRole('heading', { name: '1 upload in another tab' }).waitFor()
    await second.getByText(/^Being uploaded in another tab · \d/).waitFor()
    expect(await second.getByRole('button', { name: /^Choose the same/ }).count()).toBe(0)
    await lookAt(second, 'in-another-tab')

    // As a crash: nothing of the page runs any more.
    await first.close({ runBeforeUnload: false })
    await second.getByRole('heading', { name: '1 upload was interrupted' }).waitFor()
    await second.getByRole('button', { name: 'Give up' }).click()
    await second.getByRole('heading', { name: 'Drop files or folders' }).waitFor()
    await second.reload()
    await awake(second)
    expect(await second.getByRole('heading', { name: /interrupted/ }).count()).toBe(0)
    await second.context().close()
  })

  it('goes on by itself when the network was cut for 20 s', async () => {
    const { page } = await openPage(product, '/')
    const context = page.context()
    const first = page.waitForEvent('requestfinished', (request) => request.method() === 'PUT')
    await choose(page, large)
    await first
    await context.setOffline(true)
    await page.getByText('No connection', { exact: true }).waitFor()
    await new Promise((resolve) => setTimeout(resolve, 20_000))
    await context.setOffline(false)
    await page.getByText('1 file uploaded').waitFor()
    await context.close()
  })
})

it('a folder is shown as a tree, and goes on after a reload when it is chosen again', async () => {
  const { page } = await openPage(product, '/')
  await page.context().route('**/storage/**', () => undefined)
  page.on('dialog', (dialog) => void dialog.accept())
  const trip = join(folder, 'trip')
  await page.getByLabel('Folder to upload').setInputFiles(trip)
  await page.getByRole('heading', { name: 'trip' }).waitFor()
  await page.getByRole('button', { name: /^trip.*0 of 3 uploaded/ }).waitFor()
  await lookAt(page, 'folder')
  await page.getByRole('button', { name: /^day 2/ }).click()
  expect(await page.getByText('three.txt').count()).toBe(0)
  const share = await shareLink(page)

  await page.reload()
  await page.getByRole('heading', { name: '1 upload was interrupted' }).waitFor()
  await page.context().unroute('**/storage/**')
  const again = page.getByLabel('Choose the same folder again').and(page.locator('input'))
  await again.setInputFiles(trip)
  await page.getByText('3 files uploaded').waitFor()
  expect(await shareLink(page)).toBe(share)
  const input = encodeURIComponent(JSON.stringify({ json: { id: share.split('/').at(-1) } }))
  const answer = await fetch(`${product.url}/api/trpc/mirror.get?input=${input}`)
  expect(await answer.json()).toMatchObject({
    result: {
      data: { json: { files: [{ path: 'trip' }, { path: 'trip' }, { path: 'trip/day 2', name: 'three.txt' }] } },
    },
  })
  await page.context().close()
})
