// The line between the browser and storage is not to be trusted: what breaks is tried again, what arrived is kept.
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { choose, openPage, sample } from './open-page.ts'
import { openProduct, type Product } from './open-product.ts'

const MiB = 1024 ** 2

let product: Product
let large: string

beforeAll(async () => {
  product = await openProduct()
  large = join(await temporaryFolder(), 'large.bin')
  await pipeline(
    Readable.from(Array.from({ length: 68 }, (_, index) => Buffer.alloc(MiB, index))),
    createWriteStream(large),
  )
})

const partNumber = (url: string) => new URL(url).searchParams.get('partNumber')

/** Notes the parts that this page begins to send. */
function watchParts(page: Page): string[] {
  const parts: string[] = []
  page.on('request', (request) => {
    const part = partNumber(request.url())
    if (request.method() === 'PUT' && part !== null) parts.push(part)
  })
  return parts
}

describe('a file above 64 MiB', () => {
  it('goes up in parts, each of them once', async () => {
    const { page, noise } = await openPage(product, '/')
    const parts = watchParts(page)
    await choose(page, large)
    await page.getByText('1 file uploaded').waitFor()
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.toSorted()).toEqual([...new Set(parts)].toSorted())
    expect(noise).toEqual([])
  })

  it('goes on after a pause without sending again what had arrived', async () => {
    const { page } = await openPage(product, '/')
    const first = Promise.withResolvers<void>()
    const open = Promise.withResolvers<void>()
    // Only the first part gets through before the pause.
    await page.route(/partNumber=/, async (route) => {
      if (partNumber(route.request().url()) !== '1') await open.promise
      await route.continue().catch(() => undefined)
    })
    page.on('requestfinished', (request) => {
      if (request.method() === 'PUT' && partNumber(request.url()) === '1') first.resolve()
    })
    await choose(page, large)
    await first.promise
    await page.getByRole('button', { name: 'Pause large.bin' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    open.resolve()
    const parts = watchParts(page)
    await page.getByRole('button', { name: 'Go on with large.bin' }).click()
    await page.getByText('1 file uploaded').waitFor()
    expect(parts).not.toContain('1')
    expect(parts.length).toBeGreaterThan(0)
  })
})

describe('a file in one piece', () => {
  it('is sent again when storage stumbles, with an address that was signed anew', async () => {
    const { page } = await openPage(product, '/')
    const urls: string[] = []
    await page.route('**/storage/**', async (route) => {
      urls.push(route.request().url())
      if (urls.length === 1) await route.abort('connectionreset')
      else if (urls.length === 2) await route.fulfill({ status: 503 })
      else await route.continue()
    })
    await choose(page, [sample('a.txt', 1000)])
    await page.getByText('1 file uploaded').waitFor()
    expect(urls).toHaveLength(3)
  })

  it('says so when storage refuses it for good, and goes up when it is tried again', async () => {
    const { page } = await openPage(product, '/')
    let refusing = true
    await page.route('**/storage/**', (route) => (refusing ? route.fulfill({ status: 400 }) : route.continue()))
    await choose(page, [sample('a.txt', 1000)])
    await page.getByText('Storage refused this file. Nothing of it was kept.').waitFor()
    refusing = false
    await page.getByRole('button', { name: 'Try a.txt again' }).click()
    await page.getByText('1 file uploaded').waitFor()
  })

  it('waits while the browser is offline', async () => {
    const { page } = await openPage(product, '/')
    let cut = false
    await page.route('**/storage/**', async (route) => {
      if (cut) return route.continue()
      cut = true
      await page.context().setOffline(true)
      return route.abort('internetdisconnected')
    })
    await choose(page, [sample('a.txt', 1000)])
    await page.waitForFunction(() => !navigator.onLine)
    await page.context().setOffline(false)
    await page.getByText('1 file uploaded').waitFor()
  })

  it('is gone from the mirror when it is cancelled', async () => {
    const { page } = await openPage(product, '/')
    await page.route('**/storage/**', () => undefined)
    await choose(page, [sample('a.txt', 1000), sample('b.txt', 1000)])
    await page.getByRole('button', { name: 'Cancel a.txt' }).click()
    await page.getByText('Cancelled', { exact: true }).waitFor()
    await page.getByRole('heading', { name: '1 file', exact: true }).waitFor()
  })
})

it('says what happened when the server does not answer, and tries the same again', async () => {
  const { page } = await openPage(product, '/')
  await page.route('**/mirror.create*', (route) => route.abort('connectionrefused'))
  await choose(page, [sample('a.txt', 1000)])
  await page.getByText('EasyMirror did not answer. Nothing was uploaded.').waitFor()
  await page.unroute('**/mirror.create*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('1 file uploaded').waitFor()
})
